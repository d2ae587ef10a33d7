package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.Launch;
import org.distroc.boot.test.BootResult;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.plan.BuildPlan;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.spec.Acceleration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** KVM that is denied, or opens and hangs, and KVM of this machine. */
@Tag("guest")
class KvmGuestTest extends FailedBoots {
  private static final Path KVM = Path.of("/dev/kvm");

  /** A QEMU whose guests never begin under KVM. */
  private Launch hangingKvm() throws Exception {
    Path qemu = folder.resolve("qemu-that-hangs");
    Files.writeString(
        qemu,
        """
        #!/bin/bash
        words=()
        for word in "$@"; do
          if [ "$word" = kvm ]; then words+=(tcg -S); else words+=("$word"); fi
        done
        exec qemu-system-x86_64 "${words[@]}"
        """);
    assertTrue(qemu.toFile().setExecutable(true));
    return new Launch(new Qemu(qemu, false), Accelerator.KVM, "");
  }

  @Test
  void aKvmThatHangs() throws Exception {
    keys.put("accel", "kvm");
    keys.put("timeout", "3s");
    BuildPlan plan = guests.plan(recipe());
    BootResult result = guests.boot(plan, guests.build(plan), hangingKvm());
    String shown = assertExplained(result, "silence/kvm", "accel");
    assertSays(shown, "last lines of a second, verbose boot:");
  }

  /** The probe is right about this machine: a real kernel behaves as it predicts. */
  @Test
  void kvmOfThisMachine() throws Exception {
    keys.put("accel", "auto");
    keys.put("timeout", "3s");
    BuildPlan plan = guests.plan(recipe());
    Artifacts artifacts = guests.build(plan);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Launch chosen =
        new AcceleratorSelector(new Host(environment, folder))
            .launch(plan.machine().with(Acceleration.AUTO));
    assertFalse(chosen.notice().isEmpty());
    Launch kvm = new Launch(chosen.qemu(), Accelerator.KVM, "");
    if (chosen.kvmFault().isEmpty()) {
      String spoken = recipe().replace("auto", "kvm").replace("never said", "Hello from process 1");
      BuildPlan works = guests.plan(spoken);
      assertTrue(guests.boot(works, guests.build(works), kvm).passed());
      return;
    }
    assertEquals(Accelerator.TCG, chosen.accelerator());
    // One that still works when its time is over, as a slow guest does.
    FailingGuests.File busy = new FailingGuests.File("init", 0755, guests.program("LOOP"));
    BootResult result = guests.boot(plan, guests.with(artifacts, busy), chosen);
    assertSays(assertExplained(result, "otherwise/no-kvm", "accel"), chosen.kvmFault());
    if (!Files.exists(KVM)) {
      assertTrue(chosen.kvmFault().contains("/dev/kvm does not exist"), chosen.kvmFault());
      return;
    }
    BuildPlan asked = guests.plan(recipe().replace("auto", "kvm"));
    try {
      assertExplained(guests.boot(asked, artifacts, kvm), "silence/kvm", "accel");
    } catch (Failure refused) {
      assertEquals(Code.D5041, refused.diagnostics().get(0).code());
    }
  }
}
