package org.distroc.arch.x86;

import org.distroc.arch.ByteReader;
import org.distroc.arch.Instruction;
import org.distroc.arch.InstructionDecoder;

/**
 * Decodes what x86 processors execute in 32-bit and in 64-bit mode, vector extensions included.
 *
 * @param is64Bit which of the two
 */
public record X86Decoder(boolean is64Bit) implements InstructionDecoder {
  private static final int LONGEST = 15;

  @Override
  public Instruction decode(ByteReader code, long address) {
    return instruction(code, address);
  }

  /** As {@link #decode}, with everything that is known of the instruction. */
  X86Instruction instruction(ByteReader code, long address) {
    try {
      X86Instruction instruction = new X86InstructionReader(code, address, is64Bit).read();
      return instruction.length() <= LONGEST
          ? instruction
          : X86Instruction.invalid(address, is64Bit);
    } catch (ByteReader.Outside e) {
      return X86Instruction.invalid(address, is64Bit);
    }
  }
}
