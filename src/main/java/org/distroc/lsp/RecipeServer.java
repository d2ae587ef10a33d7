package org.distroc.lsp;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.distroc.host.Host;
import org.distroc.pipeline.Version;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/**
 * The language server of recipes, as the Language Server Protocol 3.17 describes one: diagnostics,
 * completion, hover, remedies, definitions and outlines.
 */
public final class RecipeServer implements LanguageServer, LanguageClientAware {
  private final Knowledge knowledge;
  private final Documents documents;
  private volatile Future<Void> connection;

  private RecipeServer(Host host) {
    this.knowledge = new Knowledge(host);
    this.documents = new Documents(knowledge);
  }

  /**
   * Serves an editor until it says good-bye, or its end of the streams is closed.
   *
   * @param in messages of the editor
   * @param out answers; nothing else may be written there
   */
  public static void serve(Host host, InputStream in, OutputStream out)
      throws InterruptedException, ExecutionException {
    RecipeServer server = new RecipeServer(host);
    Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
    server.connect(launcher.getRemoteProxy());
    server.connection = launcher.startListening();
    try {
      server.connection.get();
    } catch (CancellationException ended) {
      // The editor said `exit`.
      return;
    } finally {
      server.documents.shutDown();
    }
  }

  @Override
  public void connect(LanguageClient client) {
    documents.connect(client);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    ServerCapabilities can = new ServerCapabilities();
    can.setTextDocumentSync(TextDocumentSyncKind.Incremental);
    can.setCompletionProvider(new CompletionOptions(false, List.of(":", " ", "-", "_")));
    can.setHoverProvider(true);
    can.setDefinitionProvider(true);
    can.setDocumentSymbolProvider(true);
    can.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
    return CompletableFuture.completedFuture(
        new InitializeResult(can, new ServerInfo("distroc", Version.text())));
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    documents.shutDown();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void exit() {
    Future<Void> open = connection;
    if (open != null) {
      open.cancel(true);
    }
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // There is nothing to trace.
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return new Texts();
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return new WorkspaceService() {
      @Override
      public void didChangeConfiguration(DidChangeConfigurationParams params) {
        // The user's settings of distroc are in its own file.
      }

      @Override
      public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        // Each check reads the files that it needs.
      }
    };
  }

  /** Answers about a text; an unknown one has the answer of an empty text. */
  private <T> CompletableFuture<T> answer(String uri, Function<OpenRecipe, T> question) {
    OpenRecipe recipe = documents.get(uri).orElse(new OpenRecipe(uri, 0, ""));
    return CompletableFuture.supplyAsync(() -> question.apply(recipe));
  }

  private final class Texts implements TextDocumentService {
    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
      TextDocumentItem item = params.getTextDocument();
      documents.put(new OpenRecipe(item.getUri(), item.getVersion(), item.getText()), true);
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
      Integer version = params.getTextDocument().getVersion();
      documents.change(
          params.getTextDocument().getUri(),
          version == null ? 0 : version,
          params.getContentChanges());
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
      documents.close(params.getTextDocument().getUri());
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
      // Other files of the recipe may have changed.
      documents.get(params.getTextDocument().getUri()).ifPresent(one -> documents.put(one, true));
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
        CompletionParams params) {
      return answer(
          params.getTextDocument().getUri(),
          recipe -> Either.forRight(Completions.at(knowledge, recipe, params.getPosition())));
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams params) {
      return answer(
          params.getTextDocument().getUri(),
          recipe -> new Answers(knowledge, recipe).hover(params.getPosition()).orElse(null));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
        definition(DefinitionParams params) {
      return answer(
          params.getTextDocument().getUri(),
          recipe ->
              Either.forLeft(new Answers(knowledge, recipe).definition(params.getPosition())));
    }

    // SymbolInformation is the older of the two types that the method's result names.
    @SuppressWarnings("deprecation")
    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
        DocumentSymbolParams params) {
      return answer(
          params.getTextDocument().getUri(),
          recipe ->
              new Answers(knowledge, recipe)
                  .symbols().stream()
                      .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                      .toList());
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(
        CodeActionParams params) {
      return answer(
          params.getTextDocument().getUri(),
          recipe ->
              new QuickFixes(recipe)
                  .of(params.getContext().getDiagnostics()).stream()
                      .map(Either::<Command, CodeAction>forRight)
                      .toList());
    }
  }
}
