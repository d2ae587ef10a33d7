package org.distroc.arch.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.ByteReader;
import org.distroc.arch.Instruction;
import org.distroc.arch.StackEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoder against objdump, instruction by instruction, on programs of every host. */
class X86DecoderTest {
  private static final double AGREEMENT = 0.9999;

  /** A line of objdump: an address, the bytes of an instruction, and its text. */
  private static final Pattern LINE =
      Pattern.compile("\\s*[0-9a-f]+:\t((?:[0-9a-f]{2} )+)\\s*\t(\\S+).*");

  @ParameterizedTest
  @ValueSource(strings = {"/bin/bash", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/bin/ld"})
  void findsTheSameEndsAsObjdump(String file) throws IOException {
    String path = Path.of(file).toRealPath().toString();
    assertAgreement(true, 50_000, AGREEMENT, "objdump", "-d", "-w", path);
  }

  /** The kernel's own 32-bit code is 16-bit code in part, so a compiler's output has to do. */
  @Test
  void findsTheSameEndsOf32BitCode(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("code.c");
    StringBuilder text = new StringBuilder("typedef unsigned long long u;\n");
    for (int i = 0; i < 300; i++) {
      text.append(
          String.format(
              "int f%1$d(int *p, short s, char c, u w) { static u v[9]; w *= %2$d; v[c & 7] = w >>"
                  + " s; switch (s) { case 1: p[%1$d] += c; break; case 2: *p = s / %2$d; break;"
                  + " case 3: return f%3$d ? 5 : (int) (w %% 7); case 4: p[s] -= %2$d; case 5:"
                  + " *(short *) p = s; case 6: *(float *) p *= 3.5f; } return v[s & 7] > w ? p[c]"
                  + " ^ %2$d : __builtin_ctz(s); }\n",
              i, 7919 * i + 3, i));
    }
    Files.writeString(source, text.toString().replaceAll("return f[0-9]+ [?]", "return s > c ?"));
    for (String flag : new String[] {"-Os", "-O2", "-O0"}) {
      String object = folder.resolve("code.o").toString();
      Process gcc =
          new ProcessBuilder(
                  "gcc",
                  "-m32",
                  flag,
                  "-fno-pic",
                  "-ffreestanding",
                  "-c",
                  "-o",
                  object,
                  "" + source)
              .inheritIO()
              .start();
      assertEquals(0, gcc.waitFor());
      assertAgreement(false, 10_000, 1, "objdump", "-d", "-w", object);
    }
  }

  /** Bytes that are data, taken as code: all that matters is that no opcode has wrong operands. */
  @Test
  void findsTheSameEndsOf32BitNonsense() throws IOException {
    String[] command = {"objdump", "-D", "-w", "-b", "binary", "-m", "i386", "/bin/bash"};
    assertAgreement(false, 100_000, 0.99, command);
  }

  private static void assertAgreement(
      boolean is64Bit, int least, double agreement, String... command) throws IOException {
    X86Decoder decoder = new X86Decoder(is64Bit);
    int agreed = 0;
    int total = 0;
    Map<String, Integer> wrong = new TreeMap<>();
    Process objdump =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(objdump.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          continue;
        }
        byte[] code = HexFormat.ofDelimiter(" ").parseHex(matcher.group(1).strip());
        byte[] more = Arrays.copyOf(code, code.length + 16);
        total++;
        X86Instruction found = decoder.instruction(new ByteReader(more, false), 0x1000);
        if (found.length() == code.length) {
          agreed++;
        } else {
          wrong.merge(matcher.group(2), 1, Integer::sum);
        }
      }
    }
    System.out.println(String.join(" ", command) + ": " + agreed + " of " + total + " " + wrong);
    assertTrue(total > least, "objdump showed " + total + " instructions");
    assertTrue(agreed >= total * agreement, agreed + " of " + total + ", not " + wrong);
  }

  private static X86Instruction decode(String hex) {
    return decode(true, hex);
  }

  private static X86Instruction decode(boolean is64Bit, String hex) {
    byte[] code = HexFormat.ofDelimiter(" ").parseHex(hex);
    return new X86Decoder(is64Bit).instruction(new ByteReader(code, false), 0x1000);
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
  void knowsWhereControlGoes(String bytes, Instruction.Flow flow) {
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
    assertEquals(uses, instruction.usesThreadMemory());
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
    assertEquals(writes, decode(bytes).writes(Instruction.Role.FOURTH_OF_SYSCALL));
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

  @ParameterizedTest
  @CsvSource({
    "cd 80, SYSCALL, 2",
    "0f 34, SYSCALL, 2",
    "40, NEXT, 1",
    "66 e9 00 00, JUMP, 4",
    "e8 00 00 00 00, CALL, 5",
    "9a 00 00 00 00 10 00, NEXT, 7",
    "06, NEXT, 1",
    "62 05 00 00 00 00, NEXT, 6",
    "c5 f8 77, NEXT, 3",
    "c4 02, NEXT, 2",
    "67 8b 46 10, NEXT, 4",
    "67 8b 06 34 12, NEXT, 5",
    "a1 00 10 00 00, NEXT, 5",
    "82 c0 01, NEXT, 3"
  })
  void knows32BitMode(String bytes, Instruction.Flow flow, int length) {
    X86Instruction instruction = decode(false, bytes);
    assertEquals(length, instruction.length());
    assertEquals(flow, instruction.flow());
  }

  @ParameterizedTest
  @CsvSource({
    "65 a1 14 00 00 00, true, 20",
    "65 8b 0d 14 00 00 00, true, 20",
    "64 a1 14 00 00 00, false, 20",
    "65 90, false, 0"
  })
  void seesThreadMemoryOf32BitCode(String bytes, boolean uses, long displacement) {
    X86Instruction instruction = decode(false, bytes);
    assertEquals(uses, instruction.usesThreadMemory());
    assertEquals(displacement, instruction.displacement());
  }

  @ParameterizedTest
  @CsvSource({
    "false, 50, GROWS, 4",
    "false, 66 50, GROWS, 2",
    "false, 60, GROWS, 32",
    "false, 61, GROWS, -32",
    "false, 1e, GROWS, 4",
    "false, 83 e4 f0, ALIGNED, 16",
    "false, 83 ec 0c, GROWS, 12",
    "false, 8d 64 24 04, GROWS, -4",
    "false, 89 e5, SAVED, 0",
    "false, c9, LEFT, 4",
    "false, 5c, LOST, 0",
    "false, 44, GROWS, -1",
    "true, 50, GROWS, 8",
    "true, 83 e4 f0, ALIGNED, 16",
    "true, c9, LEFT, 8",
    "true, 48 83 c4 18, GROWS, -24",
    "true, 5c, LOST, 0",
    "true, 90, NONE, 0"
  })
  void knowsTheStack(boolean is64Bit, String bytes, StackEffect.Kind kind, long grown) {
    assertEquals(new StackEffect(kind, grown), decode(is64Bit, bytes).stackEffect());
  }

  @ParameterizedTest
  @CsvSource({
    "8d 76 00, true",
    "8d b4 26 00 00 00 00, true",
    "8d 74 26 00, true",
    "66 90, true",
    "90, true",
    "8d 76 04, false",
    "8d 46 00, false",
    "8d 74 06 00, false",
    "89 f6, false"
  })
  void knowsPaddingOf32BitCode(String bytes, boolean isNop) {
    assertEquals(isNop, decode(false, bytes).isNop());
  }

  @Test
  void neverReadsPastTheEnd() {
    for (String bytes : new String[] {"48", "e8 00", "0f", "66 66", "62 f1 7c", "c4 e2", "8f"}) {
      X86Instruction instruction = decode(bytes);
      assertEquals(false, instruction.valid());
      assertEquals(1, instruction.length());
    }
  }
}
