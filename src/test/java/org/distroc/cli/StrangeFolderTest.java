package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Build folders that came with a recipe: nothing in them runs, and nothing outside is written. */
class StrangeFolderTest {
  @TempDir Path temporary;
  private Workplace place;
  private Path victim;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    victim = Files.writeString(place.folder.resolve("victim"), "precious");
  }

  private Run build(String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "build";
    System.arraycopy(more, 0, words, 1, more.length);
    words[words.length - 1] = "toy.yaml";
    return place.run(words);
  }

  private void builds(String... more) {
    Run run = build(more);
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("warning"), run.all());
  }

  private void isRight(String folder) throws IOException {
    assertEquals("precious", Files.readString(victim));
    assertFalse(Files.exists(place.folder.resolve("ran")), "a planted file ran");
    place.shell(
        "for f in init bzImage initramfs.cpio; do test -f "
            + folder
            + "/$f;"
            + " test ! -L "
            + folder
            + "/$f; cmp ../right/$f "
            + folder
            + "/$f; done");
  }

  private void buildRight() throws IOException {
    builds();
    place.shell("cp -r build/toy ../right");
  }

  @Test
  void aFolderWithAMakefileOfItsOwnIsRefused() throws IOException {
    place.write("build/toy/GNUmakefile", "all init:\n\ttouch " + place.folder + "/ran\n");
    Run run = build();
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6040]") && run.err().contains("`GNUmakefile`"));
    assertFalse(Files.exists(place.folder.resolve("ran")));
    place.shell("test \"$(ls -A build/toy)\" = GNUmakefile");
  }

  /** In a folder of distroc's own, in a copy of one, and in one whose cache is gone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "mv build old; mkdir build; cp -a old/toy build/toy",
        "rm -r ../home/.cache/distroc/builds"
      })
  void whatIsPlantedNeitherRunsNorLeadsOut(String change) throws IOException {
    buildRight();
    String run = "touch " + place.folder + "/ran; touch $0.ran";
    place.shell(
        change
            + "; cd build/toy\n"
            + "for f in GNUmakefile makefile; do printf 'all:;"
            + run
            + "\\n' >$f; done\n"
            + "for f in Makefile init kernel.fragment tools/sstrip.c; do\n"
            + "  printf 'all:;"
            + run
            + "\\n' >$f.sh; done\n"
            + "printf '#!/bin/sh\\n"
            + run
            + "\\n' >../../../evil; chmod +x ../../../evil\n"
            + "touch -d tomorrow *.sh tools/*.sh GNUmakefile makefile ../../../evil\n"
            + "rm -f tools/sstrip; ln -s ../../../../evil tools/sstrip\n"
            + "rm -f initramfs.cpio rootfs/init bzImage hello.o init.elf\n"
            + "ln -s ../../../victim initramfs.cpio; ln -s ../../../victim hello.o\n"
            + "ln -s ../../../../victim rootfs/init; ln ../../../victim bzImage\n"
            + "ln -s ../../../victim tinyconfig.config.new; mkfifo init.elf\n"
            + "rm -f .distroc/lock .distroc/image.log; mkfifo .distroc/lock\n"
            + "ln -s ../../../../victim .distroc/image.log\n");
    place.shell("sed -i 's/^version: .*/version: 1.0.1/' toy.yaml");
    Run build = build();
    assertEquals(0, build.exit(), build.all());
    assertTrue(build.err().contains("warning[D6041]"), build.all());
    assertTrue(build.err().contains("`initramfs.cpio`"), build.all());
    assertEquals(
        !change.equals("true"), build.err().contains("`GNUmakefile`"), "named if it is strange");
    place.shell("sed -i 's/^version: .*/version: 1.0.0/' toy.yaml");
    assertEquals(0, build().exit());
    isRight("build/toy");
  }

  /** A state that was put there says that everything is as it should be. */
  @Test
  void aStateFromElsewhereIsNotBelieved() throws IOException {
    buildRight();
    place.shell(
        "cp -a build/toy theirs; rm -r build; mkdir build; cp -a theirs build/toy; cd build/toy;"
            + " echo evil >init; sum=$(sha256sum <init | cut -c1-64); tab=$(printf '\\t'); sed -i"
            + " \"s/^output${tab}init$tab.*/output${tab}init${tab}5${tab}x${tab}false$tab$sum/\""
            + " .distroc/state; grep -q $sum .distroc/state");
    builds();
    isRight("build/toy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir other; mv toy.yaml build other; mv other/* .; mv build b; mv b build",
        "cp -a build b; rm -r build; mv b build",
        "tar -cf b.tar build; rm -r build; tar -xf b.tar; rm -r ../home/.cache/distroc/builds",
        "rm -r ../home/.cache/distroc",
        "mkdir -p new/toy; rm -r build; mv new build"
      })
  void honestFoldersAreBuiltWithoutAWord(String change) throws IOException {
    buildRight();
    place.shell(change);
    builds();
    isRight("build/toy");
  }

  @Test
  void aLinkToTheFolderMustBeTheUsersOwn() throws IOException {
    buildRight();
    place.shell("rm -r build; mkdir ../disk; ln -s ../disk build");
    Run run = build();
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6044]"), run.all());
    place.shell("test -z \"$(ls -A ../disk)\"");
    builds("-o", "build/toy");
    builds();
    isRight("build/toy");
  }

  /** Records of runs are written after a build that had nothing to do, too. */
  @Test
  void recordsDoNotFollowLinks() throws IOException {
    buildRight();
    place.shell("mkdir ../elsewhere; ln -s ../../../elsewhere build/toy/evidence");
    Run run = place.run("test", "toy.yaml");
    assertFalse(run.err().contains("D9001"), run.all());
    place.shell("test -z \"$(ls -A ../elsewhere)\"");
  }
}
