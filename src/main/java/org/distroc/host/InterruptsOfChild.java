package org.distroc.host;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Ignores Ctrl-C while another program uses the terminal, which sends the signal to distroc as
 * well.
 */
public final class InterruptsOfChild {
  private static final String INTERRUPT = "INT";

  private InterruptsOfChild() {}

  /** Work of a program in the terminal. */
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** Runs work while ignoring Ctrl-C. */
  public static <T> T during(Work<T> work) throws IOException {
    InvocationHandler nothing =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              case "toString" -> "nothing";
              default -> null;
            };
    Object before = handle(nothing);
    try {
      return work.run();
    } finally {
      if (before != null) {
        handle(before);
      }
    }
  }

  /**
   * Java has no public API for signals, but every current JDK has this one. It is called by
   * reflection, because the compiler's warning about it cannot be suppressed.
   *
   * @param handler a handler that this method returned, or the action of a new one
   * @return the previous handler; null if this Java has no such class, or must leave signals
   */
  private static Object handle(Object handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handles =
          handler instanceof InvocationHandler does
              ? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, does)
              : handler;
      Method handle = signal.getMethod("handle", signal, type);
      return handle.invoke(
          null, signal.getConstructor(String.class).newInstance(INTERRUPT), handles);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      return null;
    }
  }
}
