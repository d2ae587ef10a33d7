package org.distroc.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where distroc reads and writes. Handed in, so that tests run the whole command line in-process.
 *
 * @param in answers of a person, if {@code terminal}
 * @param out what a program may want to read; UTF-8
 * @param err what a person reads; UTF-8
 * @param terminal whether a person sits at both ends, so that a question makes sense
 * @param errTerminal whether {@code err} is a terminal, so that colours and live lines make sense
 */
public record Streams(
    InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean errTerminal) {

  /** The standard streams of this process. The launcher says which of them are terminals. */
  public static Streams ofProcess() {
    String terminals = System.getProperty("distroc.terminals", "");
    boolean errTerminal = terminals.contains("2");
    boolean terminal = terminals.contains("0") && terminals.contains("1") && errTerminal;
    return new Streams(
        System.in, open(FileDescriptor.out), open(FileDescriptor.err), terminal, errTerminal);
  }

  private static PrintStream open(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
