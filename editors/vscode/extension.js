// Starts `lanner lsp` for YAML files and stops it with the window.

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

exports.activate = async function () {
  const command = vscode.workspace.getConfiguration('lanner').get('path');
  client = new LanguageClient(
    'lanner',
    'Lanner',
    { command, args: ['lsp'] },
    {
      documentSelector: [{ language: 'yaml' }],
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}') },
    },
  );
  await client.start();
};

exports.deactivate = function () {
  return client?.stop();
};
