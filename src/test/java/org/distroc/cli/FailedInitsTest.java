package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.boot.test.BootExplanation;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.builder.Artifacts;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests whose first program ends, or uses up the memory, each explained by a D7040. */
@Tag("guest")
class FailedInitsTest extends FailedBoots {
  @Test
  void anInitThatExits() throws Exception {
    BootResult result = bootWith(0755, guests.program("EXIT"));
    String shown = assertExplained(result, "init-ended/exited", "init");
    assertSays(shown, "it exited with status 3");
    assertSays(shown, "init's last line: \"It runs.\"");
  }

  /** Rows unmounted/dev, unmounted/proc and unmounted/sys. */
  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/proc/mounts", "/sys/block"})
  void anInitThatNeedsAFileThatIsNotMounted(String file) throws Exception {
    BootResult result = bootWith(0755, guests.program("MISSES_FILE", "-DFILE=\"" + file + "\""));
    List<String> ids = result.explanations().stream().map(BootExplanation::id).toList();
    assertEquals(List.of("unmounted/" + file.split("/")[1], "init-ended/exited"), ids);
  }

  @Test
  void anInitWithAPointerToNothing() throws Exception {
    BootResult result = bootWith(0755, guests.program("NULL_POINTER"));
    String shown = assertExplained(result, "init-ended/null-pointer", "init");
    assertSays(shown, placeOf("*(volatile int *)8 = 1;"));
  }

  @Test
  @Tag("long")
  void anInitWithAPointerToNowhere() throws Exception {
    BootResult result = bootWith(0755, guests.program("WILD_POINTER"));
    String shown = assertExplained(result, "init-ended/segfault", "init");
    assertSays(shown, "accessed address 0x7000000000");
    assertSays(shown, placeOf("*(volatile int *)0x7000000000 = 1;"));
  }

  @Test
  @Tag("long")
  void anInitThatDividesByZero() throws Exception {
    BootResult result = bootWith(0755, guests.program("DIVIDE"));
    String shown = assertExplained(result, "init-ended/killed", "init");
    assertSays(shown, "killed by signal 8 (SIGFPE");
    assertSays(shown, placeOf("none = 7 / none;"));
  }

  @Test
  @Tag("long")
  void anInitThatCouldNotStartSomething() throws Exception {
    BootResult result = bootWith(0755, guests.program("EXIT", "-DSTATUS=127"));
    assertExplained(result, "init-ended/not-started", "init");
  }

  private String placeOf(String code) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("failing-init.c"));
    int line = 1 + lines.stream().map(String::strip).toList().indexOf(code);
    return "play (failing-init.c:" + line + ")";
  }

  @Test
  @Tag("long")
  void anInvalidInstruction() throws Exception {
    BootResult result = bootWith(0755, guests.program("NO_INSTRUCTION"));
    assertExplained(result, "init-ended/unknown-instruction", "cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "guard", "movaps"})
  void theCrashesOfTheTutorial(String name) throws Exception {
    Map<String, List<String>> expected =
        Map.of(
            "return", List.of("D3009", "init-ended/returned", "source"),
            "guard", List.of("D3005", "init-ended/stack-protector", "libc"),
            "movaps", List.of("D3010", "init-ended/misaligned", "source"));
    String source = "seed-segfault-" + name + ".c";
    Files.copy(Path.of("recipes", source), folder.resolve(source));
    keys.remove("program");
    keys.put("source", source);
    keys.put("syscalls", "[write]");
    keys.put("allow", "[" + expected.get(name).get(0) + "]");
    String shown = assertExplained(boot(), expected.get(name).get(1), expected.get(name).get(2));
    assertSays(shown, "the check " + expected.get(name).get(0) + " reports it: " + source + ":");
    if (!name.equals("return")) {
      assertTrue(shown.matches("(?s).*0x4000[0-9a-f]{2}  \\w+ \\(" + source + ":\\d+\\).*"), shown);
    }
  }

  private BootResult bootSource(String text) throws Exception {
    Files.writeString(folder.resolve("own.c"), text);
    keys.remove("program");
    keys.remove("syscalls");
    keys.put("source", "own.c");
    keys.put("libc", "static");
    return boot();
  }

  @Test
  void aSystemCallThatTheKernelLacks() throws Exception {
    BootResult result =
        bootSource(
            """
            #include <stdio.h>
            #include <sys/epoll.h>
            int main(void)
            {
            	if (epoll_create1(0) < 0)
            		perror("epoll_create1");
            	return 1;
            }
            """);
    String shown = assertExplained(result, "init-ended/call-missing", "options");
    assertSays(shown, "add `EPOLL: y` under `kernel.options`");
  }

  @Test
  void oneThatTheProgramDoesNotName() throws Exception {
    BootResult result =
        bootSource(
            """
            #include <stdio.h>
            #include <sys/eventfd.h>
            int main(void)
            {
            	if (eventfd(0, 0) < 0)
            		perror("cannot start");
            	return 1;
            }
            """);
    String shown = assertExplained(result, "init-ended/calls-missing", "options");
    assertSays(shown, "add `EVENTFD: y` under `kernel.options`");
  }

  @Test
  void aLibraryWithoutFutex() throws Exception {
    BootResult result =
        bootSource(
            """
            #include <pthread.h>
            static pthread_once_t once = PTHREAD_ONCE_INIT;
            static void start(void) {}
            int main(void)
            {
            	pthread_once(&once, start);
            	return 1;
            }
            """);
    String shown = assertExplained(result, "init-ended/no-futex", "options");
    assertSays(shown, "add `FUTEX: y` under `kernel.options`");
  }

  @Test
  void aProcessorThatIsTooOldForTheLibrary() throws Exception {
    BootResult result = bootWith(0755, guests.program("CHECKS_PROCESSOR"));
    String shown = assertExplained(result, "init-ended/old-processor", "cpu");
    assertSays(shown, "x86-64-v2, and the processor that QEMU emulates, qemu64, is older");
  }

  /** The ELF loader of this host refuses a program that is marked for a newer processor. */
  @Test
  void aProcessorThatIsTooOldForTheLoader() throws Exception {
    byte[] init = guests.program("GREETING", "-DLIBRARY", "-Wl,-z,x86-64-v2");
    List<FailingGuests.File> files = FailingGuests.library("/lib64/ld-linux-x86-64.so.2");
    files.addAll(FailingGuests.library("/lib/x86_64-linux-gnu/libc.so.6"));
    BootResult result = bootWith(0755, init, files.toArray(FailingGuests.File[]::new));
    assertTrue(result.console().contains("exitcode=0x00007f00"), result.console());
    assertExplained(result, "init-ended/old-processor-loader", "cpu");
  }

  @Test
  void anInitThatUsesUpTheMemory() throws Exception {
    BootResult result = bootWith(0755, guests.program("EAT"));
    assertExplained(result, "memory/exhausted", "memory");
  }

  /** The reported amount of memory suffices, and addresses in the kernel's trace have names. */
  @Test
  void tooLittleMemory() throws Exception {
    keys.put("memory", "36M");
    keys.put("compression", "gzip");
    FailingGuests.File big = new FailingGuests.File("zzz", 0644, new byte[32 << 20]);
    byte[] init = guests.program("GREETING");
    FailingGuests.File program = new FailingGuests.File("init", 0755, init);
    BootResult result = bootWith(List.of(program, big));
    String shown = assertExplained(result, "memory/too-small", "memory");
    assertTrue(shown.matches("(?s).*0xffffffff[0-9a-f]{8}  \\w+\\+0x.*"), shown);
    int need = Integer.parseInt(shown.replaceAll("(?s).*write `memory: (\\d+)M`.*", "$1"));
    assertTrue(need > 36 && need < 64, shown);
    String more = recipe().replace("36M", need + "M").replace("never said", "It runs.");
    BuildPlan enough = guests.plan(more);
    Artifacts artifacts = guests.with(guests.build(enough), program, big);
    assertEquals(Outcome.PASSED, guests.boot(enough, artifacts).outcome());
  }
}
