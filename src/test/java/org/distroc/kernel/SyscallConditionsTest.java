package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.distroc.arch.x86_64.X8664;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which options calls are compiled with, in a small tree with every way to say so. */
class SyscallConditionsTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectory(folder.toRealPath().resolve("linux"));
    write("Makefile", "VERSION = 9\nPATCHLEVEL = 8\n");
    write("Kconfig", "");
    write("include/linux/syscalls.h", "");
    write("Kbuild", "obj-y += fs/\nobj-y += kernel/\nobj-$(CONFIG_NET) += net/\n");
    write("net/Makefile", "obj-y := socket.o\n");
    write("net/socket.c", define("socket"));
    write(
        "fs/Makefile",
        """
        obj-y := open.o \\
          stat.o # not: epoll.o
        obj-$(CONFIG_EPOLL)		+= epoll.o
        obj-y += notify/
        fast-$(CONFIG_FAST) := fast.o
        obj-y += $(fast-y)
        obj-$(CONFIG_PAIR) += pair.o
        pair-y := one.o
        pair-$(CONFIG_SECOND) += two.o
        ifeq ($(CONFIG_TIMERS),y)
        obj-y += timers.o
        else
        obj-y += stubs.o
        endif
        ifdef CONFIG_MMU
        obj-$(CONFIG_SWAP) += swap.o
        endif
        """);
    write("fs/notify/Makefile", "obj-$(CONFIG_WATCH) += watch.o\n");
    write("fs/notify/watch.c", define("watch"));
    write("fs/epoll.c", define("epoll") + "COMPAT_" + define("other"));
    write("fs/fast.c", define("fast"));
    write("fs/two.c", define("two"));
    write("fs/timers.c", define("timer") + define("both"));
    write("fs/stubs.c", define("both"));
    write("fs/swap.c", define("swap"));
    write("fs/stat.c", define("stat"));
    write("kernel/Makefile", "obj-y = sys.o\n");
    write(
        "kernel/sys.c",
        "#ifdef CONFIG_USERS\n"
            + define("user")
            + "#else\nSYSCALL_DEFINE0(user)\n{\n\treturn -ENOSYS;\n}\n#endif /* USERS */\n"
            + "#if defined(CONFIG_A) || (IS_ENABLED(CONFIG_B) && !defined(CONFIG_C))\n"
            + define("logic")
            + "#elif BITS_PER_LONG == 32 && defined(CONFIG_D)\n"
            + define("width")
            + "#endif\n#ifndef CONFIG_OFF\n"
            + define("off")
            + "#endif\n#ifdef __ARCH_WANT\n"
            + define("wanted")
            + "#endif\n");
    StringBuilder table = new StringBuilder();
    StringBuilder list = new StringBuilder("/* COND_SYSCALL(read); */\n");
    int number = 0;
    for (String call :
        List.of(
            "socket", "epoll", "other", "fast", "two", "timer", "both", "swap", "stat", "watch",
            "user", "logic", "width", "off", "wanted", "nowhere")) {
      table.append(number++ + " common " + call + " sys_" + call + "\n");
      list.append("COND_SYSCALL(" + call + ");\n");
    }
    write("arch/x86/entry/syscalls/syscall_64.tbl", table + "99 common always sys_always\n");
    write("kernel/sys_ni.c", list.toString());
  }

  private static String define(String name) {
    return "SYSCALL_DEFINE1(" + name + ", int, fd)\n{\n\treturn do_it(fd);\n}\n";
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private KernelTree tree(boolean pinned) throws IOException {
    return KernelTree.of(root, "sha256:" + "1".repeat(64), pinned, "a test");
  }

  private SyscallTables tables() {
    return new SyscallTables(new Host(Map.of("XDG_CACHE_HOME", folder + "/cache"), folder));
  }

  private static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("socket", "[[NET]] net/socket.c:1"),
              Map.entry("epoll", "[[EPOLL]] fs/epoll.c:1"),
              Map.entry("fast", "[[FAST]] fs/fast.c:1"),
              Map.entry("two", "[[SECOND, PAIR]] fs/two.c:1"),
              Map.entry("timer", "[[TIMERS]] fs/timers.c:1"),
              Map.entry("both", "[[!TIMERS], [TIMERS]] fs/stubs.c:1"),
              Map.entry("swap", "[[MMU, SWAP]] fs/swap.c:1"),
              Map.entry("watch", "[[WATCH]] fs/notify/watch.c:1"),
              Map.entry("user", "[[USERS]] kernel/sys.c:2"),
              Map.entry("logic", "[[A], [B, !C]] kernel/sys.c:13"),
              Map.entry("width", "[[!A, !B, D], [!A, C, D]] kernel/sys.c:18"),
              Map.entry("off", "[[!OFF]] kernel/sys.c:24")));

  private static Map<String, String> shown(Iterable<SyscallCondition> conditions) {
    Map<String, String> shown = new TreeMap<>();
    conditions.forEach(c -> shown.put(c.call(), c.when().ways() + " " + c.file() + ":" + c.line()));
    return shown;
  }

  @Test
  void areReadFromMakefilesAndPreprocessorLines() throws IOException {
    SyscallConditions conditions = tables().conditions(tree(false), X8664.SYSCALLS);
    assertEquals(EXPECTED, shown(conditions.all()));
  }

  @Test
  void areCachedForASourceThatCannotChange() throws IOException {
    assertEquals(EXPECTED, shown(tables().conditions(tree(true), X8664.SYSCALLS).all()));
    write("fs/Makefile", "");
    write("kernel/sys.c", "");
    assertEquals(EXPECTED, shown(tables().conditions(tree(true), X8664.SYSCALLS).all()));
  }

  @Test
  void thoseOfSomeCallsAreTheSame() throws IOException {
    for (boolean pinned : List.of(false, true)) {
      SyscallConditions conditions = tables().conditions(tree(pinned), X8664.SYSCALLS);
      assertEquals(Map.of(), conditions.of(Set.of("always", "stat")));
      Map<String, SyscallCondition> some = conditions.of(Set.of("epoll", "always", "user"));
      assertEquals(Set.of("epoll", "user"), some.keySet());
      assertEquals(EXPECTED.get("user"), shown(some.values()).get("user"));
    }
  }

  @Test
  void theWayThatLacksTheLeastIsNamed() {
    OptionCondition a = OptionCondition.option("A");
    OptionCondition condition = a.or(OptionCondition.option("B").and(a.not()));
    assertEquals(Optional.of(List.of("A")), condition.unmet(Set.of()::contains));
    assertEquals(Optional.empty(), condition.unmet(Set.of("B")::contains));
    assertEquals(Optional.empty(), condition.unmet(Set.of("A", "B")::contains));
    assertTrue(a.or(OptionCondition.ALWAYS).isAlways());
  }

  @Test
  void hostileFilesEnd() throws IOException {
    write("kernel/sys.c", "#if " + "(".repeat(100_000) + "\n" + define("user"));
    write("fs/Makefile", "a-y := b.o a.o\nb-y := a.o b.o\na-y += epoll.o\n".repeat(500));
    Map<String, String> found = shown(tables().conditions(tree(false), X8664.SYSCALLS).all());
    assertEquals(EXPECTED.get("socket"), found.get("socket"));
  }
}
