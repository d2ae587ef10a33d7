package org.distroc.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.distroc.arch.DebugAbi;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kernel.HeaderNumbers;
import org.distroc.kernel.KernelTree;

/** Where the kernel keeps a program's registers during a system call. */
final class Frame {
  private final Map<String, Integer> offsets;
  private final int size;

  /**
   * Reads the layout from a kernel header.
   *
   * @throws Failure D7060 if the header is missing or incomplete
   */
  Frame(KernelTree tree, DebugAbi.SyscallEntry entry) {
    offsets = HeaderNumbers.byName(tree, entry.frameHeader());
    if (!offsets.keySet().containsAll(entry.arguments())
        || !offsets.containsKey(entry.frameSize())) {
      throw new Failure(
          Diagnostic.error(Code.D7060, "cannot trace the system calls of this kernel")
              .why("`" + entry.frameHeader() + "` does not define where registers are saved")
              .help("use a kernel that distroc was tested with, such as Debian's 6.1"));
    }
    size = offsets.get(entry.frameSize());
  }

  /** The offset of a register from the start of a frame, in bytes. */
  int offset(String register) {
    return offsets.get(register);
  }

  /** The registers of a frame, read at once. */
  record Registers(Map<String, Integer> offsets, ByteBuffer bytes) {
    long get(String name) {
      return bytes.getLong(offsets.get(name));
    }
  }

  /** Reads a frame. */
  Registers read(GdbRemote remote, long address) throws IOException {
    ByteBuffer bytes = remote.memory(address, size);
    if (bytes.remaining() != size) {
      throw new IOException("no registers are kept at 0x" + Long.toHexString(address));
    }
    return new Registers(offsets, bytes);
  }
}
