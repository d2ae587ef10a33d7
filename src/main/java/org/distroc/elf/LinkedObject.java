package org.distroc.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.ByteReader;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * What a program or a library needs of other files, as its ELF headers say. What it opens by itself
 * when it runs, such as plug-ins, is not in them.
 *
 * @param target the machine that it is for
 * @param interpreter the loader that the kernel starts for it; empty for a static program
 * @param needed names of the libraries that the loader loads
 * @param folders where the loader looks for them first; {@code $ORIGIN} is the file's own folder
 */
public record LinkedObject(
    ElfTarget target, Optional<String> interpreter, List<String> needed, List<String> folders) {
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_RPATH = 15;
  private static final int DT_RUNPATH = 29;

  /** No program has that many libraries. */
  private static final int MOST = 10_000;

  /** Copies the lists. */
  public LinkedObject {
    needed = List.copyOf(needed);
    folders = List.copyOf(folders);
  }

  /** Whether bytes begin as an ELF file does. */
  public static boolean isElf(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7f
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }

  /**
   * Reads a file.
   *
   * @param name of the file, for messages
   * @throws Failure D3001 if it is not an ELF file, D3002 if it is damaged
   */
  public static LinkedObject of(String name, byte[] bytes) {
    ElfFile elf = ElfFile.read(name, bytes);
    try {
      return of(elf);
    } catch (ByteReader.Outside e) {
      throw new Failure(
          Diagnostic.error(Code.D3002, "`" + name + "` is a damaged ELF file")
              .why("its dynamic section refers to bytes past its end: " + e.getMessage())
              .help("get the file again"));
    }
  }

  private static LinkedObject of(ElfFile elf) {
    Optional<String> interpreter =
        elf.segment(ElfFile.Segment.PT_INTERP)
            .map(s -> elf.bytes().slice(s.offset(), s.fileSize()).text(0));
    List<Long> needed = new ArrayList<>();
    List<Long> folders = new ArrayList<>();
    long strings = 0;
    Optional<ElfFile.Segment> dynamic = elf.segment(ElfFile.Segment.PT_DYNAMIC);
    if (dynamic.isPresent()) {
      int width = elf.is64Bit() ? 8 : 4;
      ByteReader table = elf.bytes().slice(dynamic.get().offset(), dynamic.get().fileSize());
      for (long at = 0; at + 2 * width <= table.length(); at += 2 * width) {
        long tag = table.number(at, width);
        long value = table.number(at + width, width);
        if (tag == 0 || needed.size() + folders.size() > MOST) {
          break;
        } else if (tag == DT_NEEDED) {
          needed.add(value);
        } else if (tag == DT_RPATH || tag == DT_RUNPATH) {
          folders.add(value);
        } else if (tag == DT_STRTAB) {
          strings = value;
        }
      }
    }
    Optional<ByteReader> texts = elf.at(strings);
    return new LinkedObject(
        elf.target(), interpreter, texts(needed, texts), split(texts(folders, texts)));
  }

  private static List<String> texts(List<Long> offsets, Optional<ByteReader> texts) {
    return texts.map(t -> offsets.stream().map(t::text).toList()).orElse(List.of());
  }

  private static List<String> split(List<String> lists) {
    return lists.stream()
        .flatMap(list -> List.of(list.split(":")).stream())
        .filter(folder -> !folder.isEmpty())
        .toList();
  }
}
