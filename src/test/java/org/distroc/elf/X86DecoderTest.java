package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoder against objdump, instruction by instruction, on programs of every host. */
class X86DecoderTest {
  private static final double AGREEMENT = 0.9999;

  @ParameterizedTest
  @ValueSource(strings = {"/bin/bash", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/bin/ld"})
  void findsTheSameEndsAsObjdump(String file) throws IOException {
    Path path = Path.of(file).toRealPath();
    ElfFile elf = ElfFile.read(file, Files.readAllBytes(path));
    int agreed = 0;
    int total = 0;
    Map<String, Integer> wrong = new TreeMap<>();
    String before = "";
    long start = -1;
    Process objdump =
        new ProcessBuilder("objdump", "-d", "-w", "--no-show-raw-insn", path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(objdump.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(":\t");
        if (colon < 0) {
          start = -1;
          continue;
        }
        long next = Long.parseUnsignedLong(line.substring(0, colon).strip(), 16);
        if (start >= 0) {
          total++;
          Optional<ByteReader> bytes = elf.at(start);
          if (X86Decoder.decode(bytes.orElseThrow(), start).end() == next) {
            agreed++;
          } else {
            wrong.merge(before.strip().split("[\\s]")[0], 1, Integer::sum);
          }
        }
        start = next;
        before = line.substring(colon + 2);
      }
    }
    System.out.println(file + ": " + agreed + " of " + total + " instructions " + wrong);
    assertTrue(total > 50_000, "objdump showed " + total + " instructions");
    assertTrue(agreed >= total * AGREEMENT, agreed + " of " + total + ", not " + wrong);
  }

  private static X86Instruction decode(String hex) {
    List<Byte> bytes = new ArrayList<>();
    for (String pair : hex.split(" ")) {
      bytes.add((byte) Integer.parseInt(pair, 16));
    }
    byte[] code = new byte[bytes.size()];
    for (int i = 0; i < code.length; i++) {
      code[i] = bytes.get(i);
    }
    return X86Decoder.decode(new ByteReader(code, false), 0x1000);
  }

  @ParameterizedTest
  @CsvSource({
    "c3, RETURN",
    "f3 c3, RETURN",
    "c2 08 00, RETURN",
    "e8 00 00 00 00, CALL",
    "eb fe, JUMP",
    "e9 00 00 00 00, JUMP",
    "74 02, BRANCH",
    "0f 84 00 00 00 00, BRANCH",
    "e2 fe, BRANCH",
    "ff d0, COMPUTED_CALL",
    "ff e0, COMPUTED_JUMP",
    "ff 25 00 00 00 00, COMPUTED_JUMP",
    "0f 05, SYSCALL",
    "cd 80, SYSCALL",
    "0f 34, SYSCALL",
    "0f 0b, STOP",
    "f4, STOP",
    "cc, STOP",
    "90, NEXT",
    "c5 f8 77, NEXT",
    "06, STOP"
  })
  void knowsWhereControlGoes(String bytes, X86Instruction.Flow flow) {
    assertEquals(flow, decode(bytes).flow());
  }

  @ParameterizedTest
  @CsvSource({
    "64 48 8b 04 25 28 00 00 00, true",
    "64 48 33 04 25 28 00 00 00, true",
    "64 48 a1 28 00 00 00 00 00 00 00, true",
    "48 8b 04 25 28 00 00 00, false",
    "65 48 8b 04 25 28 00 00 00, false",
    "64 90, false",
    "64 48 8d 04 25 28 00 00 00, false"
  })
  void seesUsesOfFs(String bytes, boolean uses) {
    X86Instruction instruction = decode(bytes);
    assertEquals(bytes.split(" ").length, instruction.length());
    assertEquals(uses, instruction.usesFs());
  }

  @ParameterizedTest
  @CsvSource({
    "49 89 ca, true",
    "4c 8b d1, true",
    "41 5a, true",
    "4d 31 d2, true",
    "45 31 d2, true",
    "41 ba 05 00 00 00, true",
    "49 c7 c2 05 00 00 00, true",
    "4c 8d 14 24, true",
    "4c 63 d1, true",
    "48 89 ca, false",
    "49 89 0a, false",
    "4d 39 d1, false",
    "41 52, false"
  })
  void seesNewValuesOfR10(String bytes, boolean writes) {
    assertEquals(writes, decode(bytes).writesRegister(X86Instruction.R10));
  }

  @ParameterizedTest
  @CsvSource({
    "c6 05 10 00 00 00 78, true, 4119", "89 04 25 10 20 00 00, true, 8208",
    "ff 05 10 00 00 00, true, 4118", "83 3d 10 00 00 00 05, false, 4119",
    "8b 05 10 00 00 00, false, 4118", "39 05 10 00 00 00, false, 4118"
  })
  void seesWhatIsWrittenWhere(String bytes, boolean writes, long address) {
    X86Instruction instruction = decode(bytes);
    assertEquals(writes, instruction.writesMemory());
    assertEquals(address, instruction.memoryAddress().orElseThrow());
  }

  @Test
  void neverReadsBehindTheEnd() {
    for (String bytes : new String[] {"48", "e8 00", "0f", "66 66", "62 f1 7c", "c4 e2", "8f"}) {
      X86Instruction instruction = decode(bytes);
      assertEquals(false, instruction.valid());
      assertEquals(1, instruction.length());
    }
  }
}
