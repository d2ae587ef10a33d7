package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root and init imply of the kernel: found at the line, and written by {@code --fix}. */
@Tag("kernel")
class ImpliedOptionsTest {
  private static final Pattern FINDING =
      Pattern.compile(
          "(error|warning)\\[(D4312|D4313|D2158)\\]: [^\\n]*\\n *--> r\\.yaml:([0-9]+):[0-9]+\\n"
              + "(?:[^\\n]+\\n)*? *= why: ([^\\n]*)");

  /** Each line with what it needs; the first line is that of {@code init}. */
  private static final String[][] LINES = {
    {"init:", ""},
    {"  mounts:", ""},
    {"    /proc: proc", "error PROC_FS"},
    {"    /sys: sysfs", "error SYSFS"},
    {"    /dev: devtmpfs", "error DEVTMPFS"},
    {"    /dev/pts: devpts", ""},
    {"    /tmp: tmpfs", ""},
    {"    /cgroup: cgroup2", "error CGROUPS"},
    {"  sysctl:", ""},
    {"    kernel.panic: 5", "error PROC_SYSCTL"},
    {"  network:", ""},
    {"    lo: up", "warning INET"},
    {"    eth0: dhcp", "warning IP_PNP_DHCP|VIRTIO_PCI VIRTIO_NET"},
    {"  steps:", ""},
    {"    - {run: [/bin/script]}", "error BINFMT_SCRIPT"},
    {"    - {run: [/bin/worker], if: {blank: /dev/vda}}", "warning BLOCK VIRTIO_PCI VIRTIO_BLK"},
    {"    - {mount: {at: /a, type: ext4, device: /dev/vda}}", "error EXT4_FS"},
    {"    - {mount: {at: /b, type: vfat, device: /dev/vdb}, else: ignore}", "warning VFAT_FS"},
    {"    - {mount: {at: /c, type: squashfs, device: /dev/sda}}", "error BLK_DEV_SD"},
    {"    - {run: [/bin/mdev, -s]}", ""},
    {"    - {run: [/bin/modprobe, x]}", "warning MODULES"},
    {"    - {run: [/bin/udhcpc]}", "warning PACKET"},
    {"  services:", ""},
    {"    log: {run: [/bin/syslogd, -n]}", "warning UNIX"},
    {"    web: {run: [/bin/httpd, -f], user: 80}", "error MULTIUSER"},
    {"    end: {run: [/bin/worker], ends: poweroff}", "warning ACPI"},
  };

  @TempDir Path folder;

  private Path recipe() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String[] line : LINES) {
      text.append(line[0]).append('\n');
    }
    text.append(
        """
        distro: v1
        name: implied
        kernel:
          source: {debian: linux-source-6.1}
          base: tinyconfig
          features: [console, initramfs, elf]
          options: {64BIT: y}
        rootfs:
          files:
            /bin/script: {text: "#!/bin/worker\\n", mode: 0755}
            /bin/worker: {text: a program, mode: 0755}
        """);
    for (String name : List.of("mdev", "modprobe", "udhcpc", "syslogd", "httpd")) {
      text.append("    /bin/" + name + ": {link: worker}\n");
    }
    text.append("image: {formats: [kernel, initramfs]}\n");
    text.append("qemu: {display: serial, network: virtio}\n");
    return Files.writeString(folder.resolve("r.yaml"), text);
  }

  @Test
  void eachLineNamesTheOptionThatItNeeds() throws IOException {
    recipe();
    Run run = Run.in(folder, "check", "r.yaml");
    List<String> found = new ArrayList<>();
    Matcher match = FINDING.matcher(run.all());
    while (match.find()) {
      found.add(match.group(3) + " " + match.group(1) + " " + match.group(4));
    }
    for (int i = 0; i < LINES.length; i++) {
      if (!LINES[i][1].isEmpty()) {
        String[] needed = LINES[i][1].split("[ |]");
        String start = (i + 1) + " " + needed[0] + " ";
        boolean there =
            found.stream().anyMatch(one -> one.startsWith(start) && one.contains(needed[1]));
        assertTrue(there, LINES[i][0] + "\n" + String.join("\n", found));
      }
    }
  }

  @Test
  void fixWritesThemAll() throws IOException {
    Path recipe = recipe();
    Run fixed = Run.in(folder, "check", "--fix", "r.yaml");
    String text = Files.readString(recipe);
    for (String option : List.of("PROC_FS", "DEVTMPFS", "BINFMT_SCRIPT", "VIRTIO_NET", "PACKET")) {
      assertTrue(text.contains(option + ": y"), text + fixed.all());
    }
    String again = Run.in(folder, "check", "r.yaml").all();
    assertEquals(List.of(), again.lines().filter(line -> line.contains("D4312")).toList(), again);
    assertFalse(again.contains("D2158"), again);
  }
}
