package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelReleaseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VERSION = 6;PATCHLEVEL = 1;SUBLEVEL = 192;EXTRAVERSION =;NAME = x|6.1.192",
        "VERSION=6;PATCHLEVEL=12;SUBLEVEL=0;EXTRAVERSION=-rc3 # soon|6.12.0-rc3",
        "# SPDX;VERSION = 4;PATCHLEVEL = 19;all:|4.19.0",
        "MYVERSION = 1;VERSION = 2;PATCHLEVEL = 6;SUBLEVEL = 39|2.6.39"
      })
  void readsTheMakefile(String makefile, String release) {
    assertEquals(
        release, KernelRelease.parse(makefile.replace(';', '\n')).orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "all:",
    "VERSION = x;PATCHLEVEL = 1",
    "VERSION = 6",
    "VERSION = 99999999999;PATCHLEVEL = 1"
  })
  void findsNoneElsewhere(String makefile) {
    assertEquals(Optional.empty(), KernelRelease.parse(makefile.replace(';', '\n')));
  }

  @Test
  void comparesByNumber() {
    KernelRelease release = new KernelRelease(6, 12, 1, "");
    assertTrue(release.atLeast(6, 1) && release.atLeast(6, 12) && release.atLeast(5, 20));
    assertFalse(release.atLeast(6, 13) || release.atLeast(7, 0));
    assertTrue(release.compareTo(new KernelRelease(6, 9, 200, "")) > 0);
  }
}
