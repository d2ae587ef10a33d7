package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir Path folder;

  private Path tree(int breadth) throws IOException {
    Path tree = folder.resolve("tree");
    for (int i = 0; i < breadth; i++) {
      Path deep = Files.createDirectories(tree.resolve("a" + i + "/b/c"));
      for (int j = 0; j < breadth; j++) {
        Files.writeString(deep.resolve("file" + j), "x");
      }
    }
    return tree;
  }

  @Test
  void aTreeIsDeletedWithEverythingInIt() throws IOException {
    Path tree = tree(3);
    Path beside = Files.writeString(folder.resolve("tree.lock"), "");
    Trees.delete(tree);
    assertFalse(Files.exists(tree));
    assertTrue(Files.exists(beside));
  }

  @Test
  void aFileAndNothingAreDeletedToo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Trees.delete(file);
    assertFalse(Files.exists(file));
    Trees.delete(file);
    Trees.delete(folder.resolve("no/such/folder"));
  }

  @Test
  void linksAreDeletedAndNeverFollowed() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "x");
    Path tree = tree(1);
    Files.createSymbolicLink(tree.resolve("folder"), outside);
    Files.createSymbolicLink(tree.resolve("file"), precious);
    Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("missing"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    Trees.delete(tree);
    Trees.delete(link);
    Trees.delete(dangling);
    assertFalse(Files.exists(tree));
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    assertFalse(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.exists(precious));
  }

  @Test
  void severalMayDeleteTheSameTree() throws Exception {
    Path tree = tree(20);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> all = new ArrayList<>();
      Callable<Void> deletion =
          () -> {
            Trees.delete(tree);
            return null;
          };
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(deletion));
      }
      for (Future<Void> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertFalse(Files.exists(tree));
  }

  /** Another process that still adds a file now and then does not make it fail. */
  @Test
  void filesAddedMeanwhileAreDeletedToo() throws Exception {
    for (int round = 0; round < 10; round++) {
      Path tree = tree(5);
      AtomicBoolean ended = new AtomicBoolean();
      int[] written = new int[1];
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 20 && !ended.get(); i++) {
                  try {
                    Files.createFile(tree.resolve("a0/b/c").resolve("late" + i));
                    written[0]++;
                  } catch (NoSuchFileException | FileAlreadyExistsException e) {
                    return;
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }
              });
      writer.start();
      Trees.delete(tree);
      ended.set(true);
      writer.join();
      assertTrue(written[0] >= 0);
      assertEquals(List.of(), folder(tree), "round " + round);
    }
  }

  private static List<Path> folder(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
