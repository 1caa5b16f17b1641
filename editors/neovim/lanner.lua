-- Starts `lanner lsp` for YAML files, one server for each workspace.

local servers = {}

local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  for _, marker in ipairs({ 'lanner.yaml', '.git' }) do
    local found = vim.fn.findfile(marker, folder .. ';')
    if found == '' then
      found = vim.fn.finddir(marker, folder .. ';')
    end
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p'):gsub('/$', ''):match('^(.*)/[^/]*$')
    end
  end
  return folder
end

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'yaml',
  callback = function(event)
    local root = root_of(vim.api.nvim_buf_get_name(event.buf))
    if not servers[root] then
      servers[root] = vim.lsp.start_client({
        name = 'lanner',
        cmd = { vim.env.LANNER or 'lanner', 'lsp' },
        root_dir = root,
        on_exit = function() servers[root] = nil end,
      })
    end
    if servers[root] then
      vim.lsp.buf_attach_client(event.buf, servers[root])
    end
  end,
})
