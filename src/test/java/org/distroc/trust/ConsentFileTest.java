package org.distroc.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.trust.ConsentFile.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentFileTest {
  @TempDir Path temporary;
  private ConsentFile consents;
  private Path file;

  @BeforeEach
  void none() {
    consents = fresh();
    file = temporary.resolve("distroc/trust");
  }

  private ConsentFile fresh() {
    return new ConsentFile(new Host(Map.of("XDG_CONFIG_HOME", temporary.toString()), temporary));
  }

  private static Entry entry(int number) {
    return new Entry(Sha256.of("" + number), "/recipes/" + number + ".yaml", "`-D x` can …");
  }

  @Test
  void whatIsAddedIsThereOnce() throws IOException {
    assertEquals(List.of(), consents.read());
    consents.add(List.of(entry(1), entry(2)));
    consents.add(List.of(entry(2), entry(3)));
    assertEquals(List.of(entry(1), entry(2), entry(3)), fresh().read());
    assertEquals(1, consents.remove(entry(2)::equals));
    assertEquals(0, consents.remove(entry(2)::equals));
    assertEquals(List.of(entry(1), entry(3)), fresh().read());
  }

  @Test
  void noCharacterOfANameBreaksTheFile() throws IOException {
    Entry odd = new Entry(Sha256.of(""), "/a\tb\nfolder\t/\n%41%", "100 % \r\u001b[2J é\t");
    consents.add(List.of(entry(1), odd, entry(2)));
    assertEquals(List.of(entry(1), odd, entry(2)), fresh().read());
    assertEquals(3, Files.readAllLines(file).size());
  }

  /** Cut off anywhere, it has no entry that was not added. */
  @Test
  void aFileThatWasCutOffHasFewerEntries() throws IOException {
    List<Entry> all = IntStream.range(0, 5).mapToObj(ConsentFileTest::entry).toList();
    consents.add(all);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      List<Entry> left = consents.read();
      assertEquals(all.subList(0, left.size()), left);
    }
  }

  @Test
  void damageIsNoConsent() throws IOException {
    consents.add(List.of(entry(1)));
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      for (Entry left : consents.read()) {
        // A key of other digits belongs to nothing; a folder cannot come about.
        assertTrue(!left.isFolder() && !left.trusts(Path.of("/recipes/1.yaml")), left.toString());
      }
    }
    Files.writeString(file, "folder\t/%00\tx\nfolder\trelative\tx\nfolder\t/a\n\n\t\t\n");
    assertEquals(List.of(), consents.read());
    Files.write(file, new byte[] {'f', (byte) 0xff, '\n'});
    consents.add(List.of(entry(2)));
    assertEquals(List.of(entry(2)), consents.read());
  }

  @Test
  void anythingButAFileIsNotOpened() throws Exception {
    Files.createDirectories(file.getParent());
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(List.of(), consents.read()));
    consents.add(List.of(entry(1)));
    assertEquals(List.of(entry(1)), consents.read());
    Files.delete(file);
    Files.createDirectories(file.resolve("full"));
    assertEquals(List.of(), consents.read());
    assertThrows(IOException.class, () -> consents.add(List.of(entry(1))));
  }

  @Test
  void itStaysSmall() throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, ("folder\t/\t" + "x".repeat(2 << 20) + "\n").getBytes());
    assertEquals(List.of(), consents.read());
    List<Entry> many = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      many.add(new Entry(Sha256.of("" + i), "/" + "p".repeat(400), "w".repeat(500)));
    }
    consents.add(many);
    assertTrue(Files.size(file) <= 1 << 20, Files.size(file) + " bytes");
    List<Entry> left = consents.read();
    assertTrue(left.size() > 900, left.size() + " entries");
    assertEquals(many.subList(many.size() - left.size(), many.size()), left);
  }

  @Test
  void twoAtOnceLoseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> adding = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Entry one = entry(i);
      adding.add(
          threads.submit(
              () -> {
                fresh().add(List.of(one));
                return null;
              }));
    }
    for (Future<?> one : adding) {
      one.get();
    }
    threads.shutdown();
    assertEquals(40, consents.read().size());
    assertTrue(Files.readString(file, StandardCharsets.UTF_8).endsWith("\n"));
  }
}
