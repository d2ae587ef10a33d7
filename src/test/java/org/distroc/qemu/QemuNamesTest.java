package org.distroc.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.distroc.qemu.QemuNames.Asked;
import org.distroc.qemu.QemuNames.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names against the lists of a script in QEMU's place. */
class QemuNamesTest {
  private static final String PROGRAM = "qemu-system-toy";

  private static final String LISTS =
      """
      echo "$1" >> "$(dirname "$0")/asked"
      case "$1" in
      -machine) printf '%s\\n' 'Supported machines are:' 'pc      Standard PC (alias of pc-2)' \
        'pc-2    Standard PC (default)' 'q35     Another' 'none    empty machine' ;;
      -cpu) printf '%s\\n' 'Available CPUs:' 'toy 486       (alias)' 'toy Nehalem-v1   Core i7' \
        '  max' '' 'Recognized CPUID flags:' '  3dnow avx' ;;
      -device) printf '%s\\n' 'Storage devices:' \
        'name "virtio-blk-pci", bus PCI, alias "virtio-blk"' 'name "edu", bus PCI' ;;
      esac
      """;

  @TempDir Path folder;

  private Host host;

  @BeforeEach
  void host() throws IOException {
    qemu(LISTS);
    host =
        new Host(
            Map.of(
                "PATH",
                folder + ":/usr/bin:/bin",
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString()),
            folder);
  }

  private void qemu(String script) throws IOException {
    Path file = Files.writeString(folder.resolve(PROGRAM), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<Diagnostic> check(Kind kind, String text) {
    Span at = new Span("recipe.yaml", 1, 1, 1, "x");
    return new QemuNames(host).check(PROGRAM, List.of(new Asked(kind, text, at)));
  }

  private String found(Kind kind, String text) {
    return String.join("\n", check(kind, text).stream().map(d -> d.remedies().get(0)).toList());
  }

  @Test
  void namesThatQemuHas() {
    for (String name : List.of("pc", "pc-2", "q35,hpet=off", "none", "type=pc", "accel=kvm")) {
      assertEquals("", found(Kind.MACHINE, name), name);
    }
    for (String name : List.of("486", "Nehalem-v1,+avx", "max", "help")) {
      assertEquals("", found(Kind.CPU, name), name);
    }
    for (String name : List.of("virtio-blk-pci,id=x", "virtio-blk", "edu", "driver=edu", "{}")) {
      assertEquals("", found(Kind.DEVICE, name), name);
    }
  }

  @Test
  void namesThatQemuDoesNotHave() {
    Diagnostic finding = check(Kind.MACHINE, "q53,hpet=off").get(0);
    assertEquals("D2162 QEMU has no machine `q53`", finding.code() + " " + finding.message());
    assertEquals("did you mean `q35`?", finding.remedies().get(0));
    assertEquals("did you mean `Nehalem-v1`?", found(Kind.CPU, "nehalem-v1"));
    assertEquals("choose one from that list", found(Kind.CPU, "3dnow"));
    assertEquals("did you mean `edu`?", found(Kind.DEVICE, "edo,id=x"));
  }

  @Test
  void qemuIsAskedOnceUntilAnotherIsInstalled() throws IOException {
    found(Kind.MACHINE, "pc");
    found(Kind.CPU, "max");
    assertEquals("-machine\n-cpu\n-device\n", Files.readString(folder.resolve("asked")));
    qemu("# a newer one, with one more machine\n" + LISTS.replace("'q35 ", "'q53  x' 'q35 "));
    assertEquals("", found(Kind.MACHINE, "q53"));
  }

  @Test
  void withoutALotToCompareWithNothingIsSaid() throws IOException {
    qemu("exit 1\n");
    assertEquals("", found(Kind.MACHINE, "q53"));
    Files.delete(folder.resolve(PROGRAM));
    assertEquals("", found(Kind.MACHINE, "q53"));
  }
}
