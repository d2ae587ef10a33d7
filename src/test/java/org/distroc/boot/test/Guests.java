package org.distroc.boot.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.distroc.arch.x86_64.X8664;
import org.distroc.format.BootMedium.KernelAndInitramfs;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.Machine;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Display;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;

/** Creates real guests for the tests: a given kernel, and an init built on the fly. */
public final class Guests {
  public static final Host HOST = Host.ofProcess();

  private Guests() {}

  /** The kernel image with a serial and a VGA console that the build of the tests provides. */
  public static Path kernel() {
    String path = System.getProperty("distroc.test.kernel");
    assertNotNull(path, "the tests of guests need -Ddistroc.test.kernel=BZIMAGE");
    return Path.of(path).toAbsolutePath();
  }

  /** An initramfs whose /init plays a role of guest-init.c. */
  public static Path initramfs(String role, Path folder) throws IOException {
    Path source = folder.resolve("guest-init.c");
    try (InputStream in = Guests.class.getResourceAsStream("guest-init.c")) {
      Files.write(source, in.readAllBytes());
    }
    Path init = folder.resolve("init-" + role);
    Outcome gcc =
        new ProcessRunner(HOST)
            .run(
                Command.of(
                    "gcc",
                    "-Os",
                    "-static",
                    "-nostdlib",
                    "-ffreestanding",
                    "-fno-builtin",
                    "-fno-stack-protector",
                    "-fno-pie",
                    "-no-pie",
                    "-fcf-protection=none",
                    "-DROLE=" + role,
                    "-o",
                    init.toString(),
                    source.toString()));
    assertEquals(0, gcc.exit(), gcc.errors());
    Path archive = folder.resolve("initramfs-" + role + ".cpio");
    byte[] program = Files.readAllBytes(init);
    try (OutputStream out = Files.newOutputStream(archive);
        CpioArchiveOutputStream cpio =
            new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW, 512, "UTF-8")) {
      CpioArchiveEntry entry =
          new CpioArchiveEntry(CpioConstants.FORMAT_NEW, "init", program.length);
      entry.setMode(CpioConstants.C_ISREG | 0755);
      cpio.putArchiveEntry(entry);
      cpio.write(program);
      cpio.closeArchiveEntry();
    }
    return archive;
  }

  public static KernelAndInitramfs medium(
      Display display, Optional<Path> initramfs, String... more) {
    List<String> console = List.of(display == Display.VGA ? "console=tty0" : "console=ttyS0");
    List<String> cmdline = new java.util.ArrayList<>(console);
    cmdline.addAll(List.of(more));
    return new KernelAndInitramfs(kernel(), initramfs, cmdline);
  }

  public static Machine machine(Display display) {
    return Machine.of(X8664.BOARD, 64 << 20, display);
  }

  public static BootTest test(int seconds, TestStep... steps) {
    return test(seconds, new ExpectedOutcome.Prompt(), steps);
  }

  public static BootTest test(int seconds, ExpectedOutcome outcome, TestStep... steps) {
    return new BootTest(Duration.ofSeconds(seconds), List.of(steps), List.of(), outcome);
  }

  public static TestStep expect(String text) {
    return TestStep.of(new Action.Expect(TextPattern.plain(text)));
  }

  public static TestStep send(String text) {
    return TestStep.of(new Action.Send(text));
  }
}
