package org.distroc.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private long free() {
    return new FreeMemory(root).bytes();
  }

  @Test
  void matchesTheKernelsNumbers() throws Exception {
    assertEquals(Long.MAX_VALUE, free());
    write("proc/meminfo", "MemTotal:  9 kB\nMemAvailable:    2048 kB\n");
    assertEquals(2 * MIB, free());
    assertTrue(new FreeMemory(Path.of("/")).bytes() > MIB);
    assertTrue(new FreeMemory(Path.of("/")).bytes() < Long.MAX_VALUE);
  }

  @Test
  void isLessInAGroupThatIsLimited() throws Exception {
    write("proc/meminfo", "MemAvailable: 8388608 kB\n");
    write("proc/self/cgroup", "0::/user.slice/session\n");
    write("sys/fs/cgroup/user.slice/session/memory.max", "max\n");
    write("sys/fs/cgroup/user.slice/session/memory.current", "5\n");
    assertEquals(8192 * MIB, free());
    // The limit of a parent group counts too; page cache can be reclaimed.
    write("sys/fs/cgroup/user.slice/memory.max", 512 * MIB + "\n");
    write("sys/fs/cgroup/user.slice/memory.current", 300 * MIB + "\n");
    write("sys/fs/cgroup/user.slice/memory.stat", "anon 7\ninactive_file " + 100 * MIB + "\n");
    assertEquals(312 * MIB, free());
    write("sys/fs/cgroup/user.slice/memory.current", 700 * MIB + "\n");
    assertEquals(0, free());
  }

  @Test
  void knowsTheOlderKindOfGroups() throws Exception {
    write("proc/meminfo", "MemAvailable: 8388608 kB\n");
    write("proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/docker/123\n0::/\n");
    // A container sees its own group at the top.
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", 256 * MIB + "\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", 56 * MIB + "\n");
    assertEquals(200 * MIB, free());
    write("sys/fs/cgroup/memory/docker/123/memory.limit_in_bytes", 64 * MIB + "\n");
    write("sys/fs/cgroup/memory/docker/123/memory.usage_in_bytes", 60 * MIB + "\n");
    assertEquals(4 * MIB, free());
    // In version 1, no limit is a very large number.
    write("sys/fs/cgroup/memory/docker/123/memory.limit_in_bytes", "9223372036854771712\n");
    assertEquals(200 * MIB, free());
  }

  @Test
  void aPathOutOfTheFileSystemIsTheTop() throws Exception {
    write("proc/self/cgroup", "0::/../../elsewhere\n");
    write("sys/fs/cgroup/memory.max", 9 * MIB + "\n");
    write("sys/fs/cgroup/memory.current", MIB + "\n");
    assertEquals(8 * MIB, free());
  }
}
