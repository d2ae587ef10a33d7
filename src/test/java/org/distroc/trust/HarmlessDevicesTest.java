package org.distroc.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of harmless devices, held against the QEMU that is installed. */
@Tag("guest")
class HarmlessDevicesTest {
  /** A text; the table says what these may be. */
  private static final Pattern TEXT =
      Pattern.compile("(?!serial|display|masterbus|mac|guid|port).*=<str.*");

  @TempDir Path folder;

  /** QEMU lists the keys of a device; those that it has for all PCI devices are left out there. */
  @Test
  void qemuKnowsEveryDeviceAndNoKeyIsAnyText() throws Exception {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (Map.Entry<String, Set<String>> device : HarmlessFlags.devices().entrySet()) {
      String name = device.getKey();
      String said = qemu("-device", name + ",help");
      if (!said.matches("(?s)(" + name + " options:|There are no options for " + name + ").*")) {
        wrong.add(name + ": " + said);
        continue;
      }
      for (String line : said.lines().map(String::strip).toList()) {
        String key = line.replaceAll("=.*", "");
        seen++;
        if (device.getValue().contains(key) && TEXT.matcher(line).matches()) {
          wrong.add(name + ": " + line);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(seen > 500, seen + " keys");
  }

  /** What the table lets pass starts, and leaves nothing in the folder. */
  @Test
  void harmlessArgumentsLeaveNothingBehind() throws Exception {
    String said =
        qemu(
            "-nodefaults -display none -accel tcg -nographic -monitor null -serial null -gdb none"
                .split(" "));
    assertEquals("", said);
    assertEquals(0, folder.toFile().list().length);
  }

  private String qemu(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("timeout", "2", "qemu-system-x86_64"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.replaceAll("qemu-system-x86_64: terminating on signal 15.*\n", "");
  }
}
