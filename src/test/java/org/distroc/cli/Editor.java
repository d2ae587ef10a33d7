package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distroc.cli.terminal.Streams;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/**
 * An editor that has started {@code distroc lsp} and talks to it over its streams. The cursor of a
 * question is a {@code |} in the text, which is taken out.
 */
final class Editor implements LanguageClient {
  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>();
  private final List<String> messages = new ArrayList<>();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final LanguageServer server;
  private final String uri;
  private String text = "";
  private int version;
  private Position cursor;

  Editor(Workplace place, String file) throws Exception {
    this(place, place.work.resolve(file));
  }

  private Editor(Workplace place, Path file) throws Exception {
    this.uri = file.toUri().toString();
    // Pipes of the system: those of java.io break when a thread that wrote to them ends.
    Pipe typed = Pipe.open();
    Pipe answered = Pipe.open();
    InputStream toServer = Channels.newInputStream(typed.source());
    OutputStream said = Channels.newOutputStream(answered.sink());
    Thread distroc =
        new Thread(
            () -> {
              try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
                PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
                Streams streams = new Streams(toServer, out, err, false, false);
                exit.complete(Distroc.run(new String[] {"lsp"}, place.host(), streams));
              }
            },
            "lsp");
    distroc.setDaemon(true);
    distroc.start();
    Launcher<LanguageServer> launcher =
        LSPLauncher.createClientLauncher(
            this,
            Channels.newInputStream(answered.source()),
            Channels.newOutputStream(typed.sink()));
    launcher.startListening();
    server = launcher.getRemoteProxy();
    InitializeParams params = new InitializeParams();
    params.setCapabilities(new ClientCapabilities());
    InitializeResult result = get(server.initialize(params));
    assertEquals("distroc", result.getServerInfo().getName());
  }

  private static <T> T get(CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private TextDocumentIdentifier document() {
    return new TextDocumentIdentifier(uri);
  }

  /** Opens the recipe with a text. */
  Editor open(String marked) {
    place(marked);
    TextDocumentItem item = new TextDocumentItem(uri, "yaml", ++version, text);
    server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(item));
    return this;
  }

  /** Puts another text in place of all. */
  Editor type(String marked) {
    place(marked);
    return changed(new TextDocumentContentChangeEvent(text));
  }

  /** Puts a text in place of a part, as editors do. */
  Editor replace(Range range, String with, String whole) {
    text = whole;
    return changed(new TextDocumentContentChangeEvent(range, with));
  }

  private Editor changed(TextDocumentContentChangeEvent change) {
    server
        .getTextDocumentService()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, ++version), List.of(change)));
    return this;
  }

  private void place(String marked) {
    int at = marked.indexOf('|');
    text = at < 0 ? marked : marked.substring(0, at) + marked.substring(at + 1);
    String before = at < 0 ? "" : marked.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    cursor = new Position(line, before.length() - before.lastIndexOf('\n') - 1);
  }

  /** The diagnostics of the text as it is now. */
  List<Diagnostic> diagnostics() throws InterruptedException {
    while (true) {
      PublishDiagnosticsParams next = published.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(next != null, "no diagnostics of version " + version + " " + messages);
      if (next.getVersion() != null && next.getVersion() == version) {
        return next.getDiagnostics();
      }
    }
  }

  /** What can be typed at the cursor. */
  List<CompletionItem> completion() throws Exception {
    CompletionList list =
        get(server.getTextDocumentService().completion(new CompletionParams(document(), cursor)))
            .getRight();
    return list.getItems();
  }

  List<String> labels() throws Exception {
    return completion().stream().map(CompletionItem::getLabel).toList();
  }

  /** What is shown at the cursor; empty for nothing. */
  String hover() throws Exception {
    Hover hover = get(server.getTextDocumentService().hover(new HoverParams(document(), cursor)));
    return hover == null ? "" : hover.getContents().getRight().getValue();
  }

  /** Where the word at the cursor is defined, as {@code file:line}, lines counted from 1. */
  List<String> definition() throws Exception {
    List<String> places = new ArrayList<>();
    for (Location place :
        get(server.getTextDocumentService().definition(new DefinitionParams(document(), cursor)))
            .getLeft()) {
      places.add(place.getUri() + ":" + (place.getRange().getStart().getLine() + 1));
    }
    return places;
  }

  List<DocumentSymbol> symbols() throws Exception {
    return get(server.getTextDocumentService().documentSymbol(new DocumentSymbolParams(document())))
        .stream()
        .map(one -> one.getRight())
        .toList();
  }

  /** The fixes of diagnostics. */
  List<CodeAction> fixes(List<Diagnostic> of) throws Exception {
    Range range = of.isEmpty() ? new Range(cursor, cursor) : of.get(0).getRange();
    CodeActionParams params = new CodeActionParams(document(), range, new CodeActionContext(of));
    return get(server.getTextDocumentService().codeAction(params)).stream()
        .map(one -> one.getRight())
        .toList();
  }

  /** The text after an edit. */
  String after(TextEdit edit) {
    return text.substring(0, index(edit.getRange().getStart()))
        + edit.getNewText()
        + text.substring(index(edit.getRange().getEnd()));
  }

  String after(CodeAction action) {
    List<TextEdit> edits = action.getEdit().getChanges().get(uri);
    assertEquals(1, edits.size());
    return after(edits.get(0));
  }

  private int index(Position position) {
    int at = 0;
    for (int i = 0; i < position.getLine(); i++) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        return text.length();
      }
      at = end + 1;
    }
    return Math.min(text.length(), at + position.getCharacter());
  }

  /** What the server said by the way: a fault of its own, if anything. */
  synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  void closeDocument() {
    server.getTextDocumentService().didClose(new DidCloseTextDocumentParams(document()));
  }

  /** Says good-bye, and sees that distroc ended in peace. */
  void close() throws Exception {
    get(server.shutdown());
    server.exit();
    assertEquals(0, exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals("", errors.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void telemetryEvent(Object object) {
    throw new UnsupportedOperationException("distroc reports nothing to anybody");
  }

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
    published.add(diagnostics);
  }

  @Override
  public synchronized void showMessage(MessageParams message) {
    messages.add(message.getMessage());
  }

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
    throw new UnsupportedOperationException("there is nothing to ask");
  }

  @Override
  public synchronized void logMessage(MessageParams message) {
    messages.add(message.getMessage());
  }
}
