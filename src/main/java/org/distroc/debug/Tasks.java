package org.distroc.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.DebugAbi;

/**
 * Which task of the guest runs. Where a {@code task_struct} has its number and its name depends on
 * the kernel's configuration, so it is found from what is known about two tasks: the kernel's first
 * one is called {@code swapper}, and in every task the number stands twice, before the pointers to
 * its parent (twice) and, two lists later, to the leader of its group.
 */
final class Tasks {
  private static final int MOST_BYTES = 16 << 10;
  private static final int NAME_BYTES = 16;
  private static final int LISTS = 4 * Long.BYTES;

  private final GdbRemote remote;
  private final SystemMap symbols;
  private final DebugAbi abi;
  private int numberAt = -1;
  private int nameAt = -1;

  Tasks(GdbRemote remote, SystemMap symbols, DebugAbi abi) {
    this.remote = remote;
    this.symbols = symbols;
    this.abi = abi;
  }

  /**
   * A task of the guest.
   *
   * @param address of its {@code task_struct}, which identifies a living task
   * @param number its process number; 0 if that could not be found
   * @param name of its program; empty if that could not be found
   */
  record Task(long address, int number, String name) {}

  /** The kernel's variable with the address of the task that a processor runs. */
  static Optional<Long> variable(SystemMap symbols) {
    // Its name changed twice; in each kernel there is one of the two.
    return symbols.address("current_task").or(() -> symbols.address("pcpu_hot"));
  }

  /** The address of the task that the stopped processor runs. */
  long current(Map<String, Long> registers) throws IOException {
    long variable =
        variable(symbols).orElseThrow(() -> new IOException("System.map has no current_task"));
    // With several processors, addresses of variables of each are offsets, and small.
    long base = variable < 0 ? 0 : registers.getOrDefault(abi.registers().perCpu(), 0L);
    return remote.word(base + variable).orElse(0L);
  }

  /** What is known of a task. */
  Task describe(long task) throws IOException {
    if (numberAt < 0) {
      numberAt = findNumber(task);
      nameAt = symbols.address("init_task").isPresent() ? findName() : -1;
    }
    int number = 0;
    if (numberAt >= 0) {
      ByteBuffer bytes = remote.memory(task + numberAt, Integer.BYTES);
      number = bytes.remaining() == Integer.BYTES ? bytes.getInt() : 0;
    }
    return new Task(task, number, nameAt >= 0 ? name(task) : "");
  }

  private String name(long task) throws IOException {
    ByteBuffer bytes = remote.memory(task + nameAt, NAME_BYTES);
    StringBuilder name = new StringBuilder();
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == 0) {
        break;
      }
      name.append(b > ' ' && b < 127 ? (char) b : '?');
    }
    return name.toString();
  }

  private int findNumber(long task) throws IOException {
    ByteBuffer bytes = remote.memory(task, MOST_BYTES);
    for (int at = 0; at + 4 * Long.BYTES + LISTS <= bytes.limit(); at += Integer.BYTES) {
      int number = bytes.getInt(at);
      boolean twice = number > 0 && bytes.getInt(at + Integer.BYTES) == number;
      // The value that guards stacks may stand between the number and the parent.
      for (int parent = at + 8; twice && parent <= at + 16; parent += Long.BYTES) {
        if (isFamily(bytes, parent, task)) {
          return at;
        }
      }
    }
    return -1;
  }

  private static boolean isFamily(ByteBuffer bytes, int parent, long task) {
    int leader = parent + 2 * Long.BYTES + LISTS;
    return leader + Long.BYTES <= bytes.limit()
        && bytes.getLong(parent) < 0
        && bytes.getLong(parent) == bytes.getLong(parent + Long.BYTES)
        && bytes.getLong(leader) == task;
  }

  private int findName() throws IOException {
    ByteBuffer bytes =
        remote
            .memory(symbols.address("init_task").orElseThrow(), MOST_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    int plain = text.indexOf("swapper\0");
    return plain >= 0 ? plain : text.indexOf("swapper/0\0");
  }
}
