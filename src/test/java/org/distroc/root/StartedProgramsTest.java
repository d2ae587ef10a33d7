package org.distroc.root;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Severity;
import org.distroc.recipe.RecipeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that a described init starts, and that are or are not in the root. */
class StartedProgramsTest {
  private static final String START =
      "distro: v1\nname: toy\nkernel: {source: {debian: linux-source-6.1}}\n";
  private static final String ROOT =
      """
      rootfs:
        files:
          /bin/web: {text: "#!/bin/web", mode: 0755}
          /sbin/log: {link: ../bin/web}
          /bin/lost: {link: nowhere}
          /etc/text: {text: "a", mode: 0644}
      """;

  @TempDir Path folder;

  /** Each as its severity, the column in the last line, the message, and the first remedy. */
  private List<String> findings(String rootfs, String init) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), START + rootfs + "init: " + init);
    List<Diagnostic> findings = new ArrayList<>();
    RootAssembly.assemble(RecipeReader.read(file, "r.yaml", findings), List.of(), findings);
    findings.forEach(found -> assertEquals(Code.D4311, found.code(), found.message()));
    return findings.stream()
        .map(
            f ->
                (f.severity() == Severity.ERROR ? "error " : "warning ")
                    + f.at().orElseThrow().column()
                    + " "
                    + f.message()
                    + "; "
                    + f.remedies().get(0))
        .toList();
  }

  /** What a line opens below {@code /dev}; the end of a mount line tells whether it is known. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "{services: {a: {run: [/bin/web], tty: ttyS0}}} | error",
        "{services: {a: {run: [/bin/web], tty: ttyS1}}} | ",
        "{mounts: standard, services: {a: {run: [/bin/web], tty: ttyS0}}} | ",
        "{mounts: {/dev: devtmpfs}, services: {a: {run: [/bin/web], tty: ttyS0}}} | ",
        "{steps: [{run: [/bin/web]}], services: {a: {run: [/bin/web], tty: ttyS0}}} | warning",
        "{mounts: {/data: {type: ext4, device: /dev/vda}}} | error",
        "{mounts: {/data: {type: ext4, device: /dev/vda}, /dev: devtmpfs}} | error",
        "{mounts: {/dev: devtmpfs, /data: {type: ext4, device: /dev/vda}}} | ",
        "{steps: [{mount: {at: /data, type: ext4, device: /dev/vda}}]} | error",
        "{steps: [{run: [/bin/web], if: {blank: /dev/vda}}]} | error",
      })
  void aDeviceThatIsNotThereIsFoundAtItsLine(String init, String severity) throws IOException {
    String root = ROOT + "    /dev/ttyS1: {device: char 4 65}\n";
    Path file = Files.writeString(folder.resolve("r.yaml"), START + root + "init: " + init);
    List<Diagnostic> findings = new ArrayList<>();
    RootAssembly.assemble(RecipeReader.read(file, "r.yaml", findings), List.of(), findings);
    String found =
        findings.isEmpty() ? null : findings.get(0).severity().name().toLowerCase(Locale.ROOT);
    findings.forEach(one -> assertEquals(Code.D4314, one.code(), one.message()));
    assertEquals(severity, found, findings.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "{services: {a: {run: [/bin/wed]}}} | error 29 `/bin/wed` is not in the root;"
            + " did you mean `/bin/web`?",
        "{services: {a: {run: [/usr/bin/web, x]}}} | error 29 `/usr/bin/web` is not in the root;"
            + " did you mean `/bin/web`?",
        "{services: {a: {run: [/bin]}}} | error 29 `/bin` cannot be started;"
            + " name another program, or change that one under `rootfs.files`",
        "{services: {a: {run: [/bin/lost]}}} | error 29 `/bin/lost` cannot be started;"
            + " name another program, or change that one under `rootfs.files`",
        "{services: {a: {run: [/etc/text]}}} | error 29 `/etc/text` cannot be started;"
            + " name another program, or change that one under `rootfs.files`",
        "{services: {a: {run: [/bin/web]}, b: {run: [/x/unlike]}}} | error 51 `/x/unlike` is not in"
            + " the root; add it: `files: {/x/unlike: {from: FILE}}` under `rootfs:`",
        "{steps: [{run: [/bin/wed]}]} | error 23 `/bin/wed` is not in the root;"
            + " did you mean `/bin/web`?",
        "{mounts: {/proc: proc}, steps: [{run: [/bin/web]}, {run: [/bin/wed]}]} |"
            + " warning 65 `/bin/wed` is not in the root; did you mean `/bin/web`?",
        "{steps: [{run: [/bin/web], else: shell}]} | warning 40 there is no shell for"
            + " `else: shell`; add one: `rootfs: {busybox: {package: busybox-static}}`",
      })
  void aProgramThatIsNotThereIsFoundAtItsLine(String init, String found) throws IOException {
    assertEquals(List.of(found), findings(ROOT, init));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "{services: {a: {run: [/bin/web]}, b: {run: [/sbin/log]}}}",
        "{steps: [{run: [/opt/a], if: {exists: /opt/a}}]}",
        "{mounts: {/dev: devtmpfs},"
            + " steps: [{mount: {at: /data, device: /dev/vda, type: ext4}}], services: {a: {run:"
            + " [/data/bin/web]}}}",
      })
  void whatMayBeThereIsNoMistake(String init) throws IOException {
    assertEquals(List.of(), findings(ROOT, init));
  }

  @Test
  void withoutARootThereIsNoProgram() throws IOException {
    assertEquals(1, findings("", "{services: {a: {run: [/bin/web]}}}").size());
  }
}
