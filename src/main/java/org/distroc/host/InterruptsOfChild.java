package org.distroc.host;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Leaves Ctrl-C to the program that has the terminal. The terminal sends it to distroc as well. */
public final class InterruptsOfChild {
  private static final String INTERRUPT = "INT";

  private InterruptsOfChild() {}

  /** Something that a program in the terminal does. */
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** Does something, and takes no notice of Ctrl-C meanwhile. */
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
   * Java has no public way to handle a signal, but every JDK of today this one. By name, since the
   * compiler warns of it in a way that cannot be switched off.
   *
   * @param handler a handler that this gave, or what a new one does
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
