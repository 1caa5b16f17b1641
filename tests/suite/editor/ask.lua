-- Opens greet.yaml, says what is found in it, takes the first fix, and asks a few questions.

local function say(line)
  io.stdout:write(line .. '\n')
end

local function ask(method, parameters)
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 10000) or {}
  for _, answer in pairs(answers) do
    if answer.result then
      return answer.result
    end
  end
end

-- The place of a text in the buffer, as requests name it.
local function place(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return {
        textDocument = vim.lsp.util.make_text_document_params(),
        position = { line = number - 1, character = column - 1 },
      }
    end
  end
end

dofile(vim.env.CONFIGURATION)
vim.cmd('edit greet.yaml')
vim.bo.filetype = 'yaml'

vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 10)
for _, found in ipairs(vim.diagnostic.get(0)) do
  say(('%d:%d %s %s'):format(found.lnum + 1, found.col + 1, found.code or found.user_data.lsp.code, found.message))
end

local at = place('{{ outputs')
local actions = ask('textDocument/codeAction', {
  textDocument = at.textDocument,
  range = { start = at.position, ['end'] = at.position },
  context = { diagnostics = {} },
})
say('action: ' .. actions[1].title)
vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 10)
say(('after: %d findings'):format(#vim.diagnostic.get(0)))
say(vim.api.nvim_buf_get_lines(0, 8, 9, false)[1])

local body = place('body }}')
say('hover: ' .. vim.split(ask('textDocument/hover', body).contents.value, '\n')[1])
local fetch = place('fetch.body')
local found = ask('textDocument/definition', fetch)[1].range.start
say(('definition: %d:%d'):format(found.line + 1, found.character + 1))

vim.api.nvim_buf_set_lines(0, 9, 9, false, { '    ret' })
local typed = place('    ret')
typed.position.character = 7
for _, item in ipairs(ask('textDocument/completion', typed).items) do
  if vim.startswith(item.label, 'ret') then
    say('completion: ' .. item.label)
  end
end

vim.cmd('qall!')
