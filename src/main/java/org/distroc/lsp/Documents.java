package org.distroc.lsp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distroc.diag.Failure;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.services.LanguageClient;

/** The texts that an editor has open, checked in the background as they change. */
final class Documents {
  /** How long nothing must be typed before a text is checked. */
  private static final long PAUSE_MILLIS = 150;

  private static final long WAIT_SECONDS = 20;

  private final Knowledge knowledge;
  private final Map<String, OpenRecipe> open = new HashMap<>();
  private final ScheduledThreadPoolExecutor worker =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "checks");
            thread.setDaemon(true);
            return thread;
          });

  private LanguageClient client;

  Documents(Knowledge knowledge) {
    this.knowledge = knowledge;
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    knowledge.waitBy(this::awaitChecks);
  }

  /** Waits for the checks that were begun, but not for long: somebody types. */
  private void awaitChecks() {
    try {
      worker.submit(() -> {}).get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      // What is known already must do.
      return;
    }
  }

  /** Sets the editor that gets the diagnostics. */
  void connect(LanguageClient editor) {
    this.client = editor;
  }

  /** The current text of a document. */
  synchronized Optional<OpenRecipe> get(String uri) {
    return Optional.ofNullable(open.get(uri));
  }

  /** Puts a text in the place of an earlier one, and has it checked. */
  void put(OpenRecipe recipe, boolean atOnce) {
    String text = recipe.text();
    OpenRecipe clean =
        text.startsWith("\uFEFF")
            ? new OpenRecipe(recipe.uri(), recipe.version(), text.substring(1))
            : recipe;
    synchronized (this) {
      open.put(clean.uri(), clean);
    }
    try {
      worker.schedule(() -> check(clean), atOnce ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException afterShutdown) {
      return;
    }
  }

  /** Applies changes of parts of a text, in their order. */
  void change(String uri, int version, List<TextDocumentContentChangeEvent> changes) {
    OpenRecipe before = get(uri).orElse(new OpenRecipe(uri, version, ""));
    put(before.changed(version, changes), false);
  }

  /** Forgets a text, with its diagnostics. */
  void close(String uri) {
    synchronized (this) {
      open.remove(uri);
    }
    knowledge.forget(uri);
    client.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of()));
  }

  private boolean isCurrent(OpenRecipe recipe) {
    return get(recipe.uri()).filter(now -> now == recipe).isPresent();
  }

  private void check(OpenRecipe recipe) {
    if (!isCurrent(recipe)) {
      return; // The newer text is checked instead.
    }
    try {
      publish(recipe, Findings.of(recipe, knowledge.check(recipe)));
      knowledge.learn(recipe);
    } catch (Failure unreadable) {
      // What was known before still holds; the mistakes were published.
      return;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
      client.logMessage(new MessageParams(MessageType.Error, "distroc: " + bug));
    }
  }

  private void publish(OpenRecipe recipe, List<org.eclipse.lsp4j.Diagnostic> found) {
    if (isCurrent(recipe)) {
      client.publishDiagnostics(
          new PublishDiagnosticsParams(recipe.uri(), found, recipe.version()));
    }
  }

  /** Begins no more checks. One that runs is not interrupted: it may be writing to the editor. */
  void shutDown() {
    worker.shutdown();
  }
}
