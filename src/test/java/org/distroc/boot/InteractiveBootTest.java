package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractiveBootTest {
  @Test
  void refusesAVgaScreenThatQemuCannotShow(@TempDir Path folder) throws IOException {
    Path qemu =
        Files.writeString(
            folder.resolve("qemu"), "#!/bin/sh\nprintf 'Available display backends:\\nnone\\n'\n");
    qemu.toFile().setExecutable(true);
    List<String> said = new ArrayList<>();
    InteractiveBoot boot =
        new InteractiveBoot(
            Host.ofProcess(), new Launch(new Qemu(qemu, false), Accelerator.TCG, ""));
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                boot.run(
                    Machine.of(X8664.BOARD, 1 << 20, Display.VGA),
                    new BootMedium.Drive("iso", folder.resolve("x.iso"), "if=ide", "d"),
                    List.of(),
                    said::add));
    assertEquals(Code.D5043, failure.diagnostics().get(0).code());
    assertEquals(List.of(), said, "the terminal was not handed over");
  }
}
