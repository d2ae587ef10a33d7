package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** These need a host on which the sandbox works: bubblewrap, and user namespaces. */
class SandboxTest {
  @TempDir Path folder;

  private Host host;

  @BeforeEach
  void useACacheOfItsOwn() {
    host = host(Map.of());
  }

  private Host host(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.remove(Sandbox.VARIABLE);
    variables.put("DISTROC_CACHE", folder.resolve("cache").toString());
    variables.putAll(more);
    return new Host(variables, folder);
  }

  private Outcome sh(Confinement confinement, String script, String... arguments)
      throws IOException {
    return run(host, confinement, script, arguments);
  }

  private Outcome run(Host on, Confinement confinement, String script, String... arguments)
      throws IOException {
    List<String> words = new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
    words.addAll(List.of(arguments));
    return new ProcessRunner(on)
        .run(Command.of(words).limit(Duration.ofSeconds(30)).confined(confinement));
  }

  private String says(Confinement confinement, String script, String... arguments)
      throws IOException {
    Outcome outcome = sh(confinement, script, arguments);
    assertEquals(0, outcome.exit(), outcome.errors());
    return outcome.output();
  }

  @Test
  void works() {
    assertEquals("", Sandbox.of(host).missing().orElse(""));
    assertTrue(Sandbox.of(host).works());
  }

  @Test
  void hidesTheHost() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Host plain = host(Map.of("PATH", "/usr/bin:/bin"));
    Outcome seen =
        run(
            plain,
            Confinement.strict(),
            "for f; do [ ! -e \"$f\" ] || echo \"$f\"; done; cd \"$HOME\" && pwd && ls -A . /tmp",
            secret.toString(),
            plain.home().toString(),
            "/etc/shadow",
            "/etc/passwd",
            "/root",
            "/var/lib",
            "/run",
            "/sys/class",
            "/sys/devices");
    assertEquals("/tmp/home\n.:\n\n/tmp:\nhome\n", seen.output());
  }

  @Test
  void showsWhatItIsTo() throws IOException {
    String name = "-a b\n\"'$x*\\é";
    Path read = Files.createDirectory(folder.resolve(name));
    Files.writeString(read.resolve("in"), "hello");
    Path written = Files.createDirectory(folder.resolve("out " + name));
    Confinement needs = Confinement.strict().reading(read).writing(written);
    String script = "cat \"$1/in\" >\"$2/out\"; echo x 2>/dev/null >\"$1/new\" || cat \"$2/out\"";
    assertEquals("hello", says(needs, script, read.toString(), written.toString()));
    assertEquals("hello", Files.readString(written.resolve("out")));
    assertFalse(Files.exists(read.resolve("new")));
  }

  @Test
  void writesOverAFileThatIsNotWritableAsOutside() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    Path file = Files.writeString(there.resolve("file"), "old");
    assertTrue(file.toFile().setReadOnly());
    String script = "echo new >\"$1/file\"";
    Command outside = Command.of("sh", "-c", script, "sh", there.toString());
    Outcome before = new ProcessRunner(host).run(outside);
    Outcome inside = sh(Confinement.strict().writing(there), script, there.toString());
    assertEquals(before.exit(), inside.exit(), inside.errors());
  }

  @Test
  void makesBothSpellingsOfAPathWork() throws IOException {
    Path real = Files.createDirectories(folder.resolve("real/there"));
    Files.writeString(real.resolve("file"), "hello");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    Path spelled = link.resolve("there");
    Confinement needs = Confinement.strict().reading(spelled);
    String script = "cat \"$1/file\" \"$2/file\"; cd \"$1\" && pwd -P";
    assertEquals(
        "hellohello" + real.toRealPath() + "\n",
        says(needs, script, spelled.toString(), real.toString()));
  }

  @Test
  void writesNothingElse() throws IOException {
    Path own = Path.of("/tmp/" + folder.getFileName() + ".new");
    String script =
        "for f in /x /usr/x /etc/x /bin/x /proc/sys/x; do"
            + " ! (: >$f) 2>/dev/null || echo $f; done; : >\"$1\"";
    assertEquals("", says(Confinement.strict(), script, own.toString()));
    assertFalse(Files.exists(own));
  }

  @Test
  void hasNoNetworkUnlessItIsGiven() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String script =
          "exec perl -MIO::Socket::INET -e"
              + " 'print IO::Socket::INET->new(\"127.0.0.1:$ARGV[0]\") ? 1 : 0' "
              + server.getLocalPort();
      assertEquals("0", says(Confinement.strict(), script));
      assertEquals("1", says(Confinement.strict().network(true), script));
    }
  }

  @Test
  void seesNoOtherProcess() throws IOException {
    assertEquals(
        "",
        says(
            Confinement.strict(),
            "cd /proc && ls -d " + ProcessHandle.current().pid() + " 2>/dev/null || :"));
    Outcome kill = sh(Confinement.strict(), "kill -0 " + ProcessHandle.current().pid());
    assertFalse(kill.succeeded());
  }

  @Test
  void endsWhatLeftItsSession() throws Exception {
    String mark = "3231." + ProcessHandle.current().pid();
    sh(Confinement.strict(), "setsid sleep " + mark + " >/dev/null 2>&1 & sleep 0.2");
    ProcessRunnerTest.assertNoneLeft(mark);
  }

  @Test
  void nothingOutlivesAJvmThatIsKilled() throws Exception {
    String mark = "3233." + ProcessHandle.current().pid();
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName(),
                mark,
                folder.toString())
            .start();
    assertEquals('u', jvm.getInputStream().read());
    jvm.destroyForcibly().waitFor();
    ProcessRunnerTest.assertNoneLeft(mark);
  }

  /** Starts what leaves its session, and waits until this JVM is killed. */
  static final class Sleeper {
    public static void main(String[] args) throws IOException {
      Host host = new Host(System.getenv(), Path.of(args[1]));
      new ProcessRunner(host)
          .run(
              Command.of("sh", "-c", "setsid sleep " + args[0] + " & echo up; wait")
                  .lines(line -> System.out.println(line))
                  .confined(Confinement.strict()));
    }
  }

  @Test
  void passesASignalToTheProgramAndWaitsForIt() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path mark = folder.resolve("mark");
    String script =
        "trap 'sleep 0.3; echo cleaned >\"$1/done\"; exit 143' TERM; echo up; sleep 60 & wait";
    Command command =
        Command.of("sh", "-c", script, "sh", out.toString())
            .confined(Confinement.strict().writing(out))
            .mark(mark);
    try (Running running = new ProcessRunner(host).start(command)) {
      assertEquals('u', running.stdout().read());
    }
    assertEquals("cleaned\n", Files.readString(out.resolve("done")));
    assertTrue(Files.exists(mark));
  }

  @Test
  void limitsTheSizeOfFiles() throws IOException {
    Confinement few = Confinement.strict().limits(Confinement.Limits.WIDE.fileBytes(1 << 20));
    Outcome outcome = sh(few, "head -c 3000000 /dev/zero >/tmp/x; wc -c </tmp/x");
    assertEquals("1048576", outcome.output().strip());
  }

  @Test
  void limitsMemory() throws IOException {
    Confinement few = Confinement.strict().limits(Confinement.Limits.WIDE.memoryBytes(64 << 20));
    assertFalse(sh(few, "exec perl -e '$x = \"a\" x (200 << 20)'").succeeded());
    assertTrue(sh(Confinement.strict(), "exec perl -e '$x = \"a\" x (200 << 20)'").succeeded());
  }

  @Test
  void isNotUsedIfTheUserDoesNotWantIt() throws IOException {
    Host off = host(Map.of(Sandbox.VARIABLE, "off"));
    assertFalse(Sandbox.of(off).works());
    assertEquals("", Sandbox.of(off).missing().orElse(""));
    assertEquals(
        "1",
        run(off, Confinement.strict(), "echo $(ls -d \"$1\" | wc -l)", folder.toString())
            .output()
            .strip());
  }

  private Host failing() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path fake =
        Files.writeString(
            bin.resolve("bwrap"), "#!/bin/sh\necho 'bwrap: No permissions' >&2; exit 1\n");
    assertTrue(fake.toFile().setExecutable(true));
    return host(Map.of("PATH", bin + ":" + System.getenv("PATH")));
  }

  @Test
  void doesWithoutWhereItDoesNotWork() throws IOException {
    assertTrue(Sandbox.of(failing()).missing().orElse("").startsWith("bwrap: No permissions"));
    assertEquals("hello", run(failing(), Confinement.strict(), "printf hello").output());
  }

  @Test
  void refusesAHostThatIsRequiredToHaveOne() throws IOException {
    Map<String, String> variables = new HashMap<>(failing().environment());
    variables.put(Sandbox.VARIABLE, "require");
    Host strict = new Host(variables, folder);
    Failure failure =
        assertThrows(Failure.class, () -> run(strict, Confinement.strict(), "echo ran"));
    assertEquals(Code.D5070, failure.diagnostics().get(0).code());
    assertEquals(
        "ran\n",
        run(host(Map.of(Sandbox.VARIABLE, "require")), Confinement.strict(), "echo ran").output());
  }
}
