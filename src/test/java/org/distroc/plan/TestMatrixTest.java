package org.distroc.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Failure;
import org.distroc.format.catalogue.Formats;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMatrixTest {
  @TempDir Path folder;

  private List<TestCase> cases(String keys) throws IOException {
    String image = "init: {program: hello, syscalls: [write, pause]}\n";
    return Plans.of(folder, Plans.recipe("", image + keys)).tests();
  }

  private List<String> names(String keys) throws IOException {
    return cases(keys).stream().map(TestCase::name).toList();
  }

  @Test
  void oneTestOnOneMachineHasTheNameOfTheRecipe() throws IOException {
    List<TestCase> cases = cases("test: {steps: [{expect: a}]}\n");
    assertEquals(List.of("toy"), cases.stream().map(TestCase::name).toList());
    assertEquals("test", cases.get(0).folder());
    assertEquals(Optional.empty(), cases.get(0).format());
    assertEquals(List.of(), cases("test: {steps: [{send: \"a\\n\"}]}\n"), "it could not fail");
    assertEquals(List.of(), cases(""));
  }

  @Test
  void eachTestRunsOnEachVariantThatIsNotLeftOut() throws IOException {
    String keys =
        """
        qemu:
          memory: 16M
          smp: 3
          variants:
            memory: [32M, 1G]
            format: [iso, kernel]
            exclude: [{memory: 1024M, format: kernel}]
        tests:
          a: {steps: [{expect: a}]}
          b: {outcome: poweroff}
        """;
    assertEquals(
        List.of(
            "toy/a[memory=32M,format=iso]",
            "toy/a[memory=32M,format=kernel]",
            "toy/a[memory=1G,format=iso]",
            "toy/b[memory=32M,format=iso]",
            "toy/b[memory=32M,format=kernel]",
            "toy/b[memory=1G,format=iso]"),
        names(keys));
    TestCase second = cases(keys).get(1);
    assertEquals("a-memory=32M-format=kernel", second.folder());
    assertEquals(Optional.of(Formats.KERNEL), second.format());
    assertEquals(32 << 20, second.machine().memory());
    assertEquals(3, second.machine().smp(), "what is not listed is as `qemu` says");
  }

  @Test
  void changesEveryPartOfTheMachine() throws IOException {
    String keys =
        """
        qemu:
          network: virtio
          variants: {cpu: [max], machine: [q35], smp: [2], firmware: [uefi], format: [kernel]}
        test: {steps: [{expect: a}]}
        """;
    Machine machine = cases(keys).get(0).machine();
    assertEquals(Optional.of("max"), machine.cpu());
    assertEquals(Optional.of("q35"), machine.machineType());
    assertEquals(2, machine.smp());
    assertEquals(Firmware.UEFI, machine.firmware());
    assertEquals(Network.VIRTIO, machine.network());
  }

  @Test
  void foldersDifferHoweverLongTheNamesAre() throws IOException {
    String cpu = "max" + ",+sse4.2".repeat(20);
    String keys =
        "qemu: {variants: {cpu: [\"%s\", \"%s,+avx\", \"%s,+avx2\"]}}\n".replace("%s", cpu)
            + "test: {steps: [{expect: a}]}\n";
    List<TestCase> cases = cases(keys);
    Set<String> folders = new HashSet<>();
    cases.forEach(one -> folders.add(one.folder()));
    assertEquals(3, folders.size());
    folders.forEach(name -> assertTrue(name.length() < 120 && !name.contains("/"), name));
  }

  @Test
  void theCdImageDoesNotStartByUefi() {
    String keys =
        "qemu: {variants: {firmware: [bios, uefi], format: [iso, kernel]}}\n"
            + "test: {steps: [{expect: a}]}\n";
    Failure failure = assertThrows(Failure.class, () -> cases(keys));
    assertEquals("D1068", failure.diagnostics().get(0).code().name());
  }
}
