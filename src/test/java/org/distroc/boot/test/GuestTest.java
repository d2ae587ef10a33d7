package org.distroc.boot.test;

import static org.distroc.boot.test.Guests.expect;
import static org.distroc.boot.test.Guests.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.distroc.arch.x86_64.X8664;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.BootLogs;
import org.distroc.boot.Facts;
import org.distroc.boot.Launch;
import org.distroc.boot.Symbolizer;
import org.distroc.boot.console.ConsoleLog;
import org.distroc.boot.diagnose.Diagnosis;
import org.distroc.boot.diagnose.DiagnosisContext;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Display;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Boots real guests in QEMU. */
@Tag("guest")
class GuestTest {
  @TempDir Path folder;

  @AfterEach
  void leavesNoQemuRunning() throws InterruptedException {
    for (int i = 0; i < 30 && qemus().findAny().isPresent(); i++) {
      Thread.sleep(100);
    }
    assertEquals(List.of(), qemus().map(ProcessHandle::pid).toList());
  }

  private static Stream<ProcessHandle> qemus() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").contains("qemu-system"));
  }

  private BootResult boot(String role, Display display, BootTest test, String... cmdline)
      throws IOException, InterruptedException {
    Optional<Path> initramfs =
        role.isEmpty() ? Optional.empty() : Optional.of(Guests.initramfs(role, folder));
    return boot(Guests.machine(display), Guests.medium(display, initramfs, cmdline), test);
  }

  private BootResult boot(Machine machine, BootMedium medium, BootTest test)
      throws IOException, InterruptedException {
    return boot(Guests.HOST, machine, medium, test);
  }

  private BootResult boot(Host host, Machine machine, BootMedium medium, BootTest test)
      throws IOException, InterruptedException {
    Launch launch = new AcceleratorSelector(Guests.HOST).launch(machine);
    DiagnosisContext nothing =
        new DiagnosisContext(
            X8664.ARCHITECTURE,
            Facts.NONE,
            key -> null,
            List.of(),
            Symbolizer.EMPTY,
            Optional.empty());
    BootResult result =
        new TestRunner(host, launch)
            .run(machine, medium, test, new BootLogs(folder), TestWatcher.NONE);
    return new Diagnosis(host, launch, nothing).of(result, machine, medium);
  }

  private static String rendered(BootResult result) {
    return new TextRenderer(false).render(result.diagnostics());
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "VGA"})
  void reachesAPromptAndAnswers(Display display) throws Exception {
    BootResult result =
        boot(
            "PROMPT",
            display,
            Guests.test(
                20,
                expect("# "),
                send("Hello, World!\n"),
                expect("you said <Hello, World!>"),
                expect("# ")));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    assertEquals(4, result.steps().size());
    assertTrue(
        Files.readString(folder.resolve("console.log")).contains("you said <Hello, World!>"));
  }

  @Test
  void typesEveryPrintableCharacter() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = ' '; c < 0x7f; c++) {
      all.append(c);
    }
    BootResult result =
        boot(
            "PROMPT",
            Display.VGA,
            Guests.test(
                40,
                expect("# "),
                send(all + "\n"),
                expect("you said <" + all + ">"),
                send("x".repeat(200) + "\n"),
                expect("you said <" + "x".repeat(200) + ">")));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result) + result.screen());
  }

  @Test
  void readsAllLinesThatScrollOffTheScreen() throws Exception {
    BootResult result =
        boot("LINES", Display.VGA, Guests.test(20, expect("line 0300"), expect("# ")));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    String console = result.console();
    for (int i = 1; i <= 300; i++) {
      assertTrue(console.contains(String.format("line %04d\n", i)), "line " + i + "\n" + console);
    }
    assertTrue(result.screen().endsWith("line 0300\n# "), result.screen());
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "VGA"})
  void endsAtAPanicAtOnce(Display display) throws Exception {
    BootResult result = boot("EXIT", display, Guests.test(60, expect("never")));
    assertEquals(Outcome.PANICKED, result.outcome());
    assertTrue(result.time().compareTo(Duration.ofSeconds(15)) < 0, result.time().toString());
    Diagnostic diagnostic = result.diagnostics().get(0);
    assertEquals(ExitCode.GUEST, diagnostic.code().exit());
    String said = rendered(result).replaceAll("\\s+", " ");
    assertTrue(said.contains("exited with status 3"), said);
    assertTrue(said.contains("init's last line: \"about to end\""), said);
  }

  @Test
  void namesTheAddressThatKilledInit() throws Exception {
    BootResult result = boot("CRASH", Display.SERIAL, Guests.test(60, expect("never")));
    assertEquals(Outcome.PANICKED, result.outcome());
    assertEquals("init-ended/null-pointer", result.explanations().get(0).id(), result.console());
    assertTrue(rendered(result).contains("accessed address 0x28"), rendered(result));
  }

  @Test
  void passesAtThePanicThatIsExpectedAndExplainsIt() throws Exception {
    ExpectedOutcome.Panic panic =
        new ExpectedOutcome.Panic("No working init found", Optional.empty());
    BootResult result = boot("", Display.VGA, Guests.test(30, panic));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    assertEquals("init-ended/none-given", result.explanations().get(0).id());
  }

  @Test
  void distinguishesAnotherPanicFromTheExpectedOne() throws Exception {
    ExpectedOutcome.Panic panic =
        new ExpectedOutcome.Panic("No working init found", Optional.empty());
    BootResult result = boot("EXIT", Display.SERIAL, Guests.test(30, panic));
    assertEquals(Outcome.PANICKED, result.outcome());
    assertEquals("D7004", result.diagnostics().get(0).code().name());
  }

  @Test
  void endsInItsTime() throws Exception {
    long start = System.nanoTime();
    BootResult result = boot("HANG", Display.SERIAL, Guests.test(3, expect("never")));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(Outcome.TIMED_OUT, result.outcome());
    assertEquals(ExitCode.TIMEOUT, result.diagnostics().get(0).code().exit());
    assertTrue(result.time().compareTo(Duration.ofMillis(3500)) < 0, result.time().toString());
    assertTrue(time.compareTo(Duration.ofSeconds(8)) < 0, time.toString());
    assertTrue(rendered(result).contains("waiting"), rendered(result));
  }

  @Test
  void boundsAFlood() throws Exception {
    BootResult result = boot("FLOOD", Display.SERIAL, Guests.test(5, expect("never")));
    assertEquals(Outcome.TIMED_OUT, result.outcome());
    assertTrue(result.time().compareTo(Duration.ofSeconds(6)) < 0, result.time().toString());
    assertTrue(Files.size(folder.resolve("console.log")) <= ConsoleLog.LIMIT + 100);
    assertTrue(result.console().length() < 2 << 20);
  }

  @Test
  void matchesTextBetweenEscapesAndNoise() throws Exception {
    BootResult result = boot("NOISE", Display.SERIAL, Guests.test(10, expect("red al")));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    assertFalse(result.console().contains("\033"));
  }

  @Test
  void reportsThatTheGuestRebooted() throws Exception {
    BootResult result =
        boot("RESTART", Display.VGA, Guests.test(20, expect("good-bye"), expect("never")));
    assertEquals(Outcome.GUEST_ENDED, result.outcome(), rendered(result));
    assertTrue(result.screen().contains("good-bye"), result.screen());
    assertEquals("end/reset", result.explanations().get(0).id());
  }

  @Test
  void seesThatQemuWasKilled() throws Exception {
    Thread killer = signalLater("KILL");
    BootResult result = boot("HANG", Display.VGA, Guests.test(20, expect("never")));
    killer.join();
    assertEquals(Outcome.QEMU_DIED, result.outcome(), rendered(result));
    assertTrue(rendered(result).contains("signal 9"), rendered(result));
  }

  @Test
  void doesNotWaitForEverForAQemuThatWasStopped() throws Exception {
    Thread stopper = signalLater("STOP");
    BootResult result = boot("HANG", Display.VGA, Guests.test(60, expect("never")));
    stopper.join();
    assertEquals(Outcome.QEMU_DIED, result.outcome(), rendered(result));
    assertTrue(rendered(result).contains("QEMU did not answer"), rendered(result));
    assertTrue(result.time().compareTo(Duration.ofSeconds(15)) < 0, result.time().toString());
  }

  @Test
  void holdsItsTimeWhileItTypesIntoAGuestThatDoesNotRead() throws Exception {
    BootTest test = Guests.test(3, expect("waiting"), send("x".repeat(2 << 20)), expect("never"));
    long start = System.nanoTime();
    BootResult result = boot("HANG", Display.SERIAL, test);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(Outcome.TIMED_OUT, result.outcome(), rendered(result));
    assertTrue(time.compareTo(Duration.ofSeconds(12)) < 0, time.toString());
  }

  private static Thread signalLater(String signal) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(1500);
                for (ProcessHandle qemu : qemus().toList()) {
                  // The shell's own kill: the program of that name is not on every machine.
                  new ProcessBuilder("sh", "-c", "kill -" + signal + " " + qemu.pid()).start();
                }
              } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void seesThatTheKeyboardIsNotRead() throws Exception {
    // A boot sector that writes a prompt by the firmware, then stops for ever.
    BootTest test = Guests.test(30, expect("# "), send("ls\n"), expect("never"));
    BootResult result = bootSector("b40eb023cd10b020cd10faf4ebfd", List.of(), test);
    assertEquals(Outcome.NOT_TYPED, result.outcome(), rendered(result));
    assertEquals("keyboard/unread", result.explanations().get(0).id());
    assertEquals("D7006", result.diagnostics().get(0).code().name());
  }

  @Test
  void explainsSilence() throws Exception {
    BootMedium medium = Guests.medium(Display.VGA, Optional.of(Guests.initramfs("HANG", folder)));
    BootResult result =
        boot(Guests.machine(Display.SERIAL), medium, Guests.test(3, expect("waiting")));
    assertEquals("otherwise/silent-serial", result.explanations().get(0).id(), result.console());
    Optional<Path> init = Optional.of(Guests.initramfs("HANG", folder));
    assertEquals("otherwise/silent-screen", explainedElsewhere(init));
    // The louder boot finds out what the first one was silent about.
    assertEquals("init-ended/none-given", explainedElsewhere(Optional.empty()));
  }

  /** The first explanation of a guest with a screen that prints to an unread serial port. */
  private String explainedElsewhere(Optional<Path> initramfs) throws Exception {
    BootMedium medium =
        new BootMedium.KernelAndInitramfs(Guests.kernel(), initramfs, List.of("console=ttyS1"));
    BootResult result =
        boot(Guests.machine(Display.VGA), medium, Guests.test(3, expect("waiting")));
    return result.explanations().get(0).id();
  }

  @Test
  void rejectsUntypableTextBeforeItStarts() {
    BootTest test = Guests.test(30, expect("# "), send("é"), expect("never"));
    Failure failure = assertThrows(Failure.class, () -> boot("PROMPT", Display.VGA, test));
    assertEquals("D7005", failure.diagnostics().get(0).code().name());
  }

  @Test
  void reportsQemusErrorAboutAFlag() {
    Machine machine = Guests.machine(Display.SERIAL).withFlags(List.of("-device", "nonsense"));
    BootTest test = Guests.test(30, expect("# "));
    BootMedium medium = Guests.medium(Display.SERIAL, Optional.empty());
    Failure failure = assertThrows(Failure.class, () -> boot(machine, medium, test));
    assertEquals("D5041", failure.diagnostics().get(0).code().name());
    assertTrue(failure.diagnostics().get(0).reasons().get(0).contains("'nonsense' is not a valid"));
  }

  /** A QEMU whose KVM opens and hangs, as on some machines. */
  private Launch hangingKvm() throws IOException {
    Qemu real = Qemu.find(Guests.HOST, "qemu-system-x86_64");
    Path qemu = folder.resolve("qemu-that-hangs");
    Files.writeString(
        qemu,
        """
        #!/bin/bash
        words=()
        for word in "$@"; do
          if [ "$word" = kvm ]; then words+=(tcg -S); else words+=("$word"); fi
        done
        exec %s "${words[@]}"
        """
            .formatted(real.binary()));
    assertTrue(qemu.toFile().setExecutable(true));
    return new Launch(new Qemu(qemu, false), Accelerator.KVM, "");
  }

  @Test
  void retriesASilentGuestUnderTcgWithAWarning() throws Exception {
    BootMedium medium =
        Guests.medium(Display.SERIAL, Optional.of(Guests.initramfs("PROMPT", folder)));
    TestRunner runner = new TestRunner(Guests.HOST, hangingKvm());
    BootTest test = Guests.test(8, expect("# "));
    Machine machine = Guests.machine(Display.SERIAL);
    BootResult result = runner.run(machine, medium, test, new BootLogs(folder), TestWatcher.NONE);
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    assertEquals(Accelerator.TCG, result.accelerator());
    assertEquals("D7014", result.diagnostics().get(0).code().name());
    // If KVM is requested, there is no fallback.
    result =
        runner.run(
            machine.with(Acceleration.KVM),
            medium,
            Guests.test(1, expect("# ")),
            new BootLogs(folder),
            TestWatcher.NONE);
    assertEquals(Outcome.TIMED_OUT, result.outcome());
    assertEquals(Accelerator.KVM, result.accelerator());
  }

  @Test
  void keepsEvidenceOfWhatItSaw() throws Exception {
    BootTest test =
        Guests.test(
            20,
            expect("# "),
            TestStep.of(new Action.ExpectScreen(new TextPattern("^# *$", true))),
            TestStep.of(
                new Action.Press(List.of(List.of("shift", "a"), List.of("b"), List.of("ret")))),
            expect("you said <Ab>"),
            TestStep.of(new Action.Screenshot("typed")),
            expect("never"));
    test = new BootTest(Duration.ofSeconds(6), test.steps(), List.of(), test.outcome());
    BootResult result = boot("PROMPT", Display.VGA, test);
    assertEquals(Outcome.TIMED_OUT, result.outcome());
    assertEquals(5, result.steps().size(), rendered(result));
    for (String name : List.of("typed.png", "screen.png")) {
      BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
      assertEquals(720, picture.getWidth());
      assertTrue(hasColours(picture), name + " shows something");
    }
    String timed = Files.readString(folder.resolve("console.txt"));
    assertTrue(
        Pattern.compile("(?m)^\\[ +\\d+\\.\\d{3}\\] you said <Ab>$").matcher(timed).find(), timed);
    assertTrue(Files.readString(folder.resolve("screen.txt")).contains("you said <Ab>"));
    assertTrue(Files.readString(folder.resolve("qemu.log")).startsWith("/"), "QEMU's command");
    String again = Files.readString(folder.resolve("boot.sh"));
    assertTrue(again.contains("-display curses"), again);
  }

  private static boolean hasColours(BufferedImage picture) {
    int first = picture.getRGB(0, 0);
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        if (picture.getRGB(x, y) != first) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void distinguishesTheWaysToEnd() throws Exception {
    BootTest three =
        Guests.test(20, new ExpectedOutcome.Exit(3, Optional.empty()), expect("about to"));
    assertEquals(Outcome.PASSED, boot("EXIT", Display.SERIAL, three).outcome());
    BootTest four =
        Guests.test(20, new ExpectedOutcome.Exit(4, Optional.empty()), expect("about to"));
    BootResult result = boot("EXIT", Display.VGA, four);
    assertEquals(Outcome.ENDED_OTHERWISE, result.outcome());
    assertTrue(
        rendered(result)
            .startsWith(
                "error[D7013]: expected init to exit with status 4, but init ended: it exited with"
                    + " status 3"),
        rendered(result));
    BootTest restart =
        Guests.test(20, new ExpectedOutcome.Reboot(Optional.empty()), expect("good-bye"));
    assertEquals(Outcome.PASSED, boot("RESTART", Display.SERIAL, restart).outcome());
    BootTest off =
        Guests.test(20, new ExpectedOutcome.Poweroff(Optional.empty()), expect("good-bye"));
    result = boot("RESTART", Display.SERIAL, off);
    assertEquals(Outcome.ENDED_OTHERWISE, result.outcome(), rendered(result));
    assertTrue(rendered(result).contains("expected the guest to power off, but it rebooted"));
  }

  @Test
  void takesTheNumberOfTheDebugDevice() throws Exception {
    // A boot sector that writes 5 to the device.
    BootResult result =
        bootSector(
            "b005e6f4faf4ebfd",
            List.of("-device", "isa-debug-exit,iobase=0xf4,iosize=1"),
            Guests.test(20, new ExpectedOutcome.Exit(5, Optional.empty())));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
  }

  private BootResult bootSector(String code, List<String> flags, BootTest test)
      throws IOException, InterruptedException {
    byte[] sector = new byte[512];
    byte[] bytes = HexFormat.of().parseHex(code);
    System.arraycopy(bytes, 0, sector, 0, bytes.length);
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    Path disk = Files.write(folder.resolve("disk"), sector);
    Path empty = Files.write(folder.resolve("empty.iso"), new byte[2048]);
    List<String> words =
        new ArrayList<>(
            List.of("-drive", QemuCommandLine.raw(disk) + ",if=ide", "-boot", "order=c"));
    words.addAll(flags);
    Machine machine = Guests.machine(Display.VGA).withFlags(words);
    return boot(
        machine, new BootMedium.Drive("iso", empty, "if=ide,media=cdrom,readonly=on", "d"), test);
  }

  @Test
  void leavesNoFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp,1"));
    Host host =
        new Host(Map.of("PATH", System.getenv("PATH"), "TMPDIR", temporary.toString()), folder);
    BootMedium medium = Guests.medium(Display.VGA, Optional.of(Guests.initramfs("PROMPT", folder)));
    BootResult result =
        boot(host, Guests.machine(Display.VGA), medium, Guests.test(20, expect("# ")));
    assertEquals(Outcome.PASSED, result.outcome(), rendered(result));
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void boundsTheTextOfAScreenThatIsFlooded() throws Exception {
    BootResult result = boot("FLOOD", Display.VGA, Guests.test(8, expect("never")));
    assertEquals(Outcome.TIMED_OUT, result.outcome());
    assertTrue(result.time().compareTo(Duration.ofSeconds(9)) < 0, result.time().toString());
    assertTrue(result.console().length() < 2 << 20);
  }
}
