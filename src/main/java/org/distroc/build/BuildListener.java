package org.distroc.build;

/** Is told how a build goes on, from the thread that builds and from those that read its output. */
public interface BuildListener {
  /** A stage begins, such as {@code kernel}. */
  void stage(String name);

  /** A tool said a line. */
  void line(String line);

  /** The stage that began last is done; {@code note} says what came out, or is empty. */
  void done(String note);
}
