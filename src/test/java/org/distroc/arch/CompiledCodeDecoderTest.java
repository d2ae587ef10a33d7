package org.distroc.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.Instruction.Flow;
import org.distroc.arch.catalogue.Architectures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decoders against objdump, instruction by instruction, on what compilers make of a large file. */
class CompiledCodeDecoderTest {
  private static final Pattern LINE =
      Pattern.compile("\\s*([0-9a-f]+):\t([0-9a-f ]+?)\\s*\t(\\S+)(?:\\s+(.*))?");

  private static final Pattern TARGET = Pattern.compile("(?:^|,\\s*)([0-9a-f]+) <");

  /** What control does after instructions that have a name of their own for it. */
  private static final Map<String, Flow> FLOWS =
      Map.ofEntries(
          Map.entry("b", Flow.JUMP),
          Map.entry("bl", Flow.CALL),
          Map.entry("br", Flow.COMPUTED_JUMP),
          Map.entry("blr", Flow.COMPUTED_CALL),
          Map.entry("ret", Flow.RETURN),
          Map.entry("svc", Flow.SYSCALL),
          Map.entry("brk", Flow.STOP),
          Map.entry("udf", Flow.STOP),
          Map.entry("cbz", Flow.BRANCH),
          Map.entry("cbnz", Flow.BRANCH),
          Map.entry("tbz", Flow.BRANCH),
          Map.entry("tbnz", Flow.BRANCH),
          Map.entry("j", Flow.JUMP),
          Map.entry("jal", Flow.CALL),
          Map.entry("jr", Flow.COMPUTED_JUMP),
          Map.entry("jalr", Flow.COMPUTED_CALL),
          Map.entry("ecall", Flow.SYSCALL),
          Map.entry("ebreak", Flow.STOP),
          Map.entry("unimp", Flow.STOP));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "arm64, 4, -Os",
    "arm64, 4, -O2",
    "arm64, 4, -O0",
    "riscv64, 2, -Os -march=rv64imac -mabi=lp64",
    "riscv64, 2, -O2",
    "riscv64, 2, -O0 -march=rv64ima -mabi=lp64"
  })
  void agreesWithObjdump(String name, int least, String flags) throws Exception {
    Architecture architecture = Architectures.of(name);
    InstructionDecoder decoder = architecture.decoder().orElseThrow();
    String prefix = architecture.compiler().prefixHere();
    compile(prefix, flags);
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (String line : lines(prefix + "objdump", "-d", "-z", "code")) {
      Matcher instruction = LINE.matcher(line);
      if (!instruction.matches() || instruction.group(3).startsWith(".")) {
        continue;
      }
      seen++;
      byte[] bytes = bytes(instruction.group(2));
      long address = Long.parseLong(instruction.group(1), 16);
      Instruction one = decoder.decode(new ByteReader(bytes, false), address);
      String text = instruction.group(3) + " " + instruction.group(4);
      if (one.length() != bytes.length
          || one.flow() != flow(instruction.group(3), text)
          || one.writesMemory() != writes(instruction.group(3))
          || !targetFits(one, text)) {
        wrong.add(line + ": " + one + " " + one.flow());
      }
    }
    assertTrue(seen > 5000, "instructions: " + seen);
    assertEquals(List.of(), wrong.stream().limit(20).toList());
    Instruction none = decoder.decode(new ByteReader(new byte[1], false), 0);
    assertEquals(Flow.STOP, none.flow());
    assertTrue(none.length() >= least);
  }

  private static Flow flow(String mnemonic, String text) {
    boolean branches =
        mnemonic.startsWith("b.") || mnemonic.matches("b(eq|ne|lt|ge|ltu|geu|gt|le|gtu|leu)z?");
    if (mnemonic.equals("jr") && text.equals("jr t0")) {
      return Flow.RETURN;
    }
    return branches ? Flow.BRANCH : FLOWS.getOrDefault(mnemonic, Flow.NEXT);
  }

  private static boolean writes(String mnemonic) {
    return mnemonic.matches("s[bhwd]|fs[wdq]|st(r|p|ur|rb|rh|urb|urh)|amo.*|sc\\..*");
  }

  private static boolean targetFits(Instruction one, String text) {
    boolean direct =
        one.flow() == Flow.JUMP || one.flow() == Flow.CALL || one.flow() == Flow.BRANCH;
    Matcher target = TARGET.matcher(text.substring(text.indexOf(' ') + 1));
    return !direct || target.find() && Long.parseLong(target.group(1), 16) == one.target();
  }

  /** objdump shows the bytes of an instruction as one or two numbers. */
  private static byte[] bytes(String shown) {
    byte[] number = HexFormat.of().parseHex(shown.replace(" ", ""));
    byte[] bytes = new byte[number.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number[bytes.length - 1 - i];
    }
    return bytes;
  }

  private void compile(String prefix, String flags) throws Exception {
    StringBuilder text = new StringBuilder("typedef unsigned long long u;\nextern int more(u);\n");
    for (int i = 0; i < 100; i++) {
      text.append(
          String.format(
              "int f%1$d(int *p, short s, char c, u w) { static u v[9]; char big[%4$d]; w *= %2$d;"
                  + " big[c & 15] = s; v[c & 7] = w >> s; switch (s) { case 1: p[%1$d] += c; break;"
                  + " case 2: *p = s / %2$d; break; case 3: return f%3$d(p, 1, c, w) + more(w);"
                  + " case 4: p[s] -= %2$d; case 5: *(short *) p = s; case 6: return more(v[1]);"
                  + " case 7: *p = big[s & 15]; } for (int i = 0; i < s; i++) p[i] ^= big[i & 15];"
                  + " return v[s & 7] > w ? p[c] ^ %2$d : (int) (w %% 7); }\n",
              i, 7919 * i + 3, Math.max(0, i - 1), 16 + 300 * i));
    }
    Files.writeString(folder.resolve("code.c"), text);
    List<String> words = new ArrayList<>(List.of(prefix + "gcc", "-c", "-ffreestanding", "-w"));
    words.addAll(List.of(flags.split(" ")));
    words.addAll(List.of("-o", "code.o", "code.c"));
    lines(words.toArray(String[]::new));
    // Linked, so that calls go somewhere.
    Files.writeString(folder.resolve("more.c"), "int more(unsigned long long w) { return w; }\n");
    words.set(words.size() - 1, "more.c");
    words.set(words.size() - 2, "more.o");
    lines(words.toArray(String[]::new));
    lines(prefix + "ld", "-e", "f0", "-o", "code", "code.o", "more.o");
  }

  private List<String> lines(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = out.lines().toList();
      assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
      return lines;
    }
  }
}
