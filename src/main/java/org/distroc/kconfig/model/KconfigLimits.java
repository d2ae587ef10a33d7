package org.distroc.kconfig.model;

import java.util.concurrent.Callable;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * The resources that a Kconfig tree may use: untrusted files must not be able to exhaust the
 * machine. The largest kernel tree stays a factor of ten below each limit.
 */
public final class KconfigLimits {
  static final int SYMBOLS = 1 << 20;
  static final int FILE_BYTES = 16 << 20;
  static final int FILES = 50_000;

  /** Nested {@code source} lines. */
  public static final int INCLUDE_DEPTH = 200;

  static final int BLOCK_DEPTH = 1_000;

  /** Nested parentheses and negations. */
  public static final int PARENTHESES = 1_000;

  /** Operands of one expression. */
  public static final int OPERANDS = 20_000;

  /** Nested macros. */
  public static final int MACRO_DEPTH = 1_000;

  /** Characters of one expansion. */
  public static final int EXPANSION_CHARACTERS = 1 << 20;

  /** Expansions of macros in one tree. */
  public static final int EXPANSIONS = 1 << 20;

  /** Options that depend on one another in a chain. */
  public static final int EVALUATION_DEPTH = 200_000;

  /** Virtual memory, committed only as used; enough for the depths above. */
  private static final long STACK_BYTES = 512L << 20;

  private KconfigLimits() {}

  /** Throws a {@link Failure} when {@code within} is false. */
  public static void check(boolean within, String what) {
    if (!within) {
      throw new Failure(
          Diagnostic.error(Code.D2107, "the Kconfig files have too many or too deep " + what)
              .why("distroc stops here so that a hostile tree cannot exhaust the machine")
              .help("check that the kernel source is the one you meant"));
    }
  }

  /** Runs work that recurses as deep as the expressions of a tree are, on a stack that suffices. */
  public static <T> T onDeepStack(Callable<T> work) {
    if (Thread.currentThread() instanceof Deep) {
      return call(work);
    }
    Deep thread = new Deep(() -> call(work));
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.thrown instanceof Error error) {
      throw error;
    }
    if (thread.thrown instanceof RuntimeException exception) {
      throw exception;
    }
    @SuppressWarnings("unchecked") // the thread's work is the callable above
    T result = (T) thread.result;
    return result;
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } catch (StackOverflowError e) {
      check(false, "nested expressions");
      throw e;
    }
  }

  private static final class Deep extends Thread {
    private final Callable<?> work;
    private Object result;
    private Throwable thrown;

    Deep(Callable<?> work) {
      super(null, null, "kconfig", STACK_BYTES);
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.call();
      } catch (Throwable t) {
        thrown = t;
      }
    }
  }
}
