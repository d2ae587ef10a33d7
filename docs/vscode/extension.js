'use strict';

const { window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

// Other YAML files are none of distroc's business.
const HEAD = 40;

let client;

function isRecipe(document) {
  if (document.languageId !== 'yaml') {
    return false;
  }
  for (let i = 0; i < Math.min(HEAD, document.lineCount); i++) {
    if (/^distro:\s*v\d/.test(document.lineAt(i).text)) {
      return true;
    }
  }
  return false;
}

function start() {
  const command = workspace.getConfiguration('distroc').get('path');
  // What one asks about a document passes only if it is a recipe.
  const ofRecipe = (document, next) => (isRecipe(document) ? next() : undefined);
  client = new LanguageClient(
    'distroc',
    'distroc',
    { command, args: ['lsp'] },
    {
      documentSelector: [{ language: 'yaml' }],
      middleware: {
        didOpen: (document, next) => ofRecipe(document, () => next(document)),
        didChange: (event, next) => ofRecipe(event.document, () => next(event)),
        didSave: (document, next) => ofRecipe(document, () => next(document)),
        didClose: (document, next) => ofRecipe(document, () => next(document)),
        provideCompletionItem: (document, place, context, token, next) =>
          ofRecipe(document, () => next(document, place, context, token)),
        provideHover: (document, place, token, next) =>
          ofRecipe(document, () => next(document, place, token)),
        provideDefinition: (document, place, token, next) =>
          ofRecipe(document, () => next(document, place, token)),
        provideDocumentSymbols: (document, token, next) =>
          ofRecipe(document, () => next(document, token)),
        provideCodeActions: (document, range, context, token, next) =>
          ofRecipe(document, () => next(document, range, context, token)),
      },
    });
  client.start().catch(error => window.showErrorMessage(`distroc lsp: ${error.message}`));
}

exports.activate = start;
exports.deactivate = () => client && client.stop();
