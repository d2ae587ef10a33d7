package org.distroc.arch.arm64;

import org.distroc.arch.ByteReader;
import org.distroc.arch.Instruction;
import org.distroc.arch.InstructionDecoder;

/** Decodes the instructions of 64-bit ARM, four bytes each, as far as checks of programs need. */
public final class Arm64Decoder implements InstructionDecoder {
  @Override
  public Instruction decode(ByteReader code, long address) {
    boolean whole = code.length() >= Arm64Instruction.LENGTH && (address & 3) == 0;
    return new Arm64Instruction(address, whole ? (int) code.u32(0) : 0);
  }
}
