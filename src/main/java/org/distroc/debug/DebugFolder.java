package org.distroc.debug;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.boot.SocketFolder;
import org.distroc.host.AtomicFiles;
import org.distroc.host.PlainPaths;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.qemu.QemuCommandLine.Debugged;

/**
 * The folder {@code debug} of a project: what gdb reads for a session. Its commands name files
 * relative to the project's folder, where gdb runs, so no path is part of a command.
 */
final class DebugFolder {
  private static final String NAME = ProjectLayout.DEBUG;

  /** gdb loads the first one, which imports the others. */
  private static final List<String> COMMANDS =
      List.of("commands.py", "facts.py", "console.py", "calls.py");

  private static final String SESSION = "session.gdb";

  private final Path project;
  private final BuildPlan plan;
  private final SyscallTables tables;

  /** The folder in a built project. */
  DebugFolder(Path project, BuildPlan plan, SyscallTables tables) {
    this.project = project;
    this.plan = plan;
    this.tables = tables;
  }

  /**
   * Where QEMU listens.
   *
   * @param debugger for gdb
   * @param serial the guest's serial port
   * @param control QEMU's machine protocol
   * @param screen a file, not a socket: QEMU writes the text memory of the screen to it
   */
  record Sockets(Path debugger, Path serial, Path control, Path screen) {
    /** In the folder of one guest. */
    static Sockets in(SocketFolder folder) {
      return new Sockets(
          folder.file("debugger"),
          folder.file("serial"),
          folder.file("control"),
          folder.file("screen"));
    }

    /** In the project, for commands typed there. */
    static Sockets inProject() {
      Path folder = Path.of(NAME);
      return new Sockets(
          folder.resolve("debugger.socket"),
          folder.resolve("serial.socket"),
          folder.resolve("control.socket"),
          folder.resolve("screen"));
    }

    Debugged mode() {
      return new Debugged(debugger, serial, control);
    }
  }

  /** The project's folder, in which gdb and QEMU run. */
  Path project() {
    return project;
  }

  /**
   * Writes the files of a session.
   *
   * @param init the program, if there is one
   * @param kernelSymbols whether the kernel's names and lines were built
   * @return gdb's arguments, the program first
   */
  List<String> write(Optional<LinkedInit> init, boolean kernelSymbols, Sockets sockets)
      throws IOException {
    Path folder = PlainPaths.folder(project, project.resolve(NAME));
    SystemMap symbols = SystemMap.read(project.resolve(ProjectLayout.SYSTEM_MAP));
    String facts = new GuestFacts(plan, tables, symbols).json(init, kernelSymbols, sockets);
    AtomicFiles.write(folder.resolve("session.json"), facts);
    for (String name : COMMANDS) {
      AtomicFiles.write(folder.resolve(name), resource(name));
    }
    AtomicFiles.write(folder.resolve(SESSION), session(init, kernelSymbols));
    // A program can bring scripts for gdb in a section of its own: untrusted
    // ones must not run.
    return List.of("gdb", "-q", "-iex", "set auto-load off", "-x", NAME + "/" + SESSION);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream resource = DebugFolder.class.getResourceAsStream(name)) {
      return resource.readAllBytes();
    }
  }

  private static String session(Optional<LinkedInit> init, boolean kernelSymbols) {
    StringBuilder text =
        new StringBuilder(
            """
            # distroc wrote this file for gdb, which reads it in the project's folder:
            #   gdb -x debug/session.gdb
            # QEMU has to run then, as `distroc debug --print` says.

            # A guest is thrown away: leaving it asks no questions.
            set confirm off
            # What the guest says comes between gdb's own lines: there are no pages to turn.
            set pagination off
            """);
    if (kernelSymbols) {
      text.append(
          """

          # The kernel with debug symbols. What boots is the compressed one: its code is the same, at the
          # same addresses.
          file debug/vmlinux
          """);
    }
    if (init.filter(i -> !i.relocatable()).isPresent()) {
      text.append(
          """

          # Init with its names and lines, at the addresses that the linker gave it. They are far below
          # those of the kernel, so both are known from the beginning.
          """);
      text.append(kernelSymbols ? "add-symbol-file init.elf\n" : "file init.elf\n");
    }
    return text.append(
            """

            # The commands that distroc adds, and the connection to QEMU.
            source debug/commands.py
            """)
        .toString();
  }
}
