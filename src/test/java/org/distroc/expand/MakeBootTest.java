package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.host.Tool;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make boot} and {@code distroc boot} start QEMU with the same words. */
class MakeBootTest {
  private static final String INIT = "init: {program: hello, syscalls: [write, pause]}\n";

  private static final List<String> MACHINES =
      List.of(
          "",
          "image: {formats: [kernel]}\n",
          "image: {formats: [kernel, initramfs]}\n",
          "image: {formats: [iso, kernel, initramfs]}\n",
          "qemu: {memory: 1G, display: serial, smp: 3, cpu: 'qemu64,+avx', machine:"
              + " 'q35,hpet=off'}\n",
          "qemu: {network: e1000, display: none, accel: kvm}\n",
          "qemu: {network: virtio, accel: tcg}\n",
          "image: {formats: [kernel, initramfs]}\nqemu: {firmware: uefi}\n",
          "qemu: {flags: [-device, 'virtio-rng-pci,id=r', '-name', \"it's $HOME `x` # %d\", -bios,"
              + " b]}\n");

  /** Strings that the schema allows, and that a program in between might interpret. */
  private static final List<String> CMDLINES =
      List.of(
          "[]",
          "[quiet, 'console=tty0']",
          "['dyndbg=\"file a.c +p\"', 'init=/x', '\"quoted word\"']",
          "['a=b#c,d,,e', '#', 'x=\\y\\', '$HOME', \"it's\", 'module.param=\"a b\"', 'p=%d`~']");

  @TempDir Path folder;

  @Test
  void makeBootAndDistrocBootUseTheSameCommand() throws Exception {
    int cases = 0;
    for (String machine : MACHINES) {
      for (String cmdline : CMDLINES) {
        BuildPlan plan = plan(machine, cmdline);
        assertEquals(words(plan), made(plan, cases++), machine + cmdline);
      }
    }
    assertEquals(MACHINES.size() * CMDLINES.size(), cases);
  }

  @Test
  void theRecipeReachesTheRule() throws Exception {
    List<String> words = made(plan(MACHINES.get(4), CMDLINES.get(0)), 99);
    assertTrue(words.containsAll(List.of("1024M", "3", "qemu64,+avx", "q35,hpet=off")), "" + words);
    words = made(plan(MACHINES.get(5), CMDLINES.get(0)), 100);
    assertTrue(words.containsAll(List.of("kvm", "e1000,netdev=network,romfile=")), "" + words);
  }

  @Test
  void longCommandsAreFoldedBetweenWords() throws IOException {
    for (String line : MakeBoot.command(plan(MACHINES.get(4), CMDLINES.get(2))).split("\n")) {
      assertTrue(line.length() <= 100, line);
    }
  }

  private BuildPlan plan(String machine, String cmdline) throws IOException {
    String recipe = Plans.recipe("", INIT + machine);
    return Plans.of(folder, recipe.replace("kernel:\n", "kernel:\n  cmdline: " + cmdline + "\n"));
  }

  /** The words of distroc, for files in the folder in which make runs. */
  private static List<String> words(BuildPlan plan) {
    String firmware =
        Tool.OVMF.where().stream().filter(f -> Files.exists(Path.of(f))).findFirst().orElse("");
    List<String> words =
        new ArrayList<>(
            QemuCommandLine.of(
                new Qemu(Path.of(plan.machine().qemu()), false, Optional.of(Path.of(firmware))),
                MakeBoot.accelerator(plan.machine()) == Accelerator.KVM
                    ? Accelerator.KVM
                    : Accelerator.TCG,
                plan.machine(),
                plan.medium(f -> Path.of(f.fileName(plan.contents())), Optional.empty()),
                new QemuCommandLine.AtTerminal()));
    words.remove(0);
    // A missing file is an empty word for the shell, so it disappears.
    words.removeIf(String::isEmpty);
    return words;
  }

  /** The arguments of a program in QEMU's place, called by the real make and shell. */
  private List<String> made(BuildPlan plan, int number) throws Exception {
    Path project = folder.resolve("project" + number);
    Projects.write(plan, project);
    Path bin = Files.createDirectories(project.resolve("bin"));
    Path said = project.resolve("said");
    Path fake = bin.resolve(plan.machine().qemu());
    Files.writeString(fake, "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + said + "'\n");
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder make =
        new ProcessBuilder("make", "-s", "-o", "all", "boot")
            .directory(project.toFile())
            .redirectErrorStream(true);
    make.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    Process process = make.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return Files.readAllLines(said);
  }
}
