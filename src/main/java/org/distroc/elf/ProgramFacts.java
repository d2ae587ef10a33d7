package org.distroc.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.ByteReader;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;

/** What a kernel sees of a file that it executes. */
public final class ProgramFacts {
  private static final Pattern SCRIPT = Pattern.compile("#![ \t]*(\\S+)");
  private static final int FIRST_LINE = 256;

  private ProgramFacts() {}

  /**
   * Facts by name: {@code init.kind} is static, dynamic, script or other; {@code init.interpreter}
   * is what has to be started first, for a dynamic program or a script; {@code init.bits} is 64 or
   * 32 and {@code init.machine} describes its target, of ELF files.
   *
   * @throws IOException if the file cannot be read
   */
  public static Map<String, String> of(Path file) throws IOException {
    byte[] bytes = BoundedFiles.bytes(file, BoundedFiles.PROGRAM);
    Map<String, String> facts = new LinkedHashMap<>();
    String start =
        new String(bytes, 0, Math.min(bytes.length, FIRST_LINE), StandardCharsets.ISO_8859_1);
    Matcher script = SCRIPT.matcher(start);
    if (script.lookingAt()) {
      facts.put("init.kind", "script");
      facts.put("init.interpreter", script.group(1));
      return facts;
    }
    try {
      addElf(facts, ElfFile.read("init", bytes));
    } catch (Failure notElf) {
      facts.put("init.kind", "other");
    }
    return facts;
  }

  private static void addElf(Map<String, String> facts, ElfFile elf) {
    Optional<ElfFile.Segment> loader = elf.segment(ElfFile.Segment.PT_INTERP);
    facts.put("init.kind", loader.isPresent() ? "dynamic" : "static");
    facts.put("init.bits", elf.is64Bit() ? "64" : "32");
    facts.put("init.machine", elf.target().description());
    if (loader.isPresent()) {
      try {
        facts.put("init.interpreter", elf.bytes().text(loader.get().offset()));
      } catch (ByteReader.Outside damaged) {
        facts.put("init.interpreter", "an ELF loader");
      }
    }
  }
}
