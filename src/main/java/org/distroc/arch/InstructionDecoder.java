package org.distroc.arch;

/** Takes the machine code of an architecture apart. */
public interface InstructionDecoder {

  /**
   * The instruction at the start of the bytes.
   *
   * @param code from that instruction on
   * @param address of the instruction in the running program
   * @return one that is not {@link Instruction#valid} if the bytes are not an instruction
   */
  Instruction decode(ByteReader code, long address);
}
