package org.distroc.pipeline;

import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.plan.BootMedium;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ImagePlan;

/** What a guest is started from. */
final class BootMedia {
  private BootMedia() {}

  /** The most complete thing that was built: the CD image, else kernel and initramfs. */
  static BootMedium of(BuildPlan plan, Artifacts artifacts) {
    return of(plan, artifacts, Optional.empty());
  }

  /** The same, or what a format says: the CD image, or kernel and initramfs. */
  static BootMedium of(BuildPlan plan, Artifacts artifacts, Optional<ImagePlan.Format> format) {
    return artifacts
        .iso()
        .filter(image -> format.map(ImagePlan.Format.ISO::equals).orElse(true))
        .<BootMedium>map(BootMedium.IsoImage::new)
        .orElseGet(
            () ->
                new BootMedium.KernelAndInitramfs(
                    artifacts.kernel(), artifacts.initramfs(), plan.kernel().cmdline()));
  }
}
