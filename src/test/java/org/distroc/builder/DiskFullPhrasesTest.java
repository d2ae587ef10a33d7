package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What tools print when a disk is full. */
class DiskFullPhrasesTest {
  @Test
  void ofEachTool() {
    for (String line :
        new String[] {
          "cc1: fatal error: error writing to x.s: No space left on device",
          "gzip: stdout: No space left on device",
          "xorriso : FAILURE : Image size 428s exceeds free space on media 256s",
          "cp: error writing 'a': Disk quota exceeded"
        }) {
      assertTrue(DiskFull.isReportedIn(line), line);
    }
    assertFalse(DiskFull.isReportedIn("xorriso : FAILURE : Cannot find path to loaded boot image"));
  }
}
