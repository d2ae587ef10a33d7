package org.distroc.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What hostile recipes did, from the records of the tracer and from the files around them.
 *
 * <p>Each has a folder: {@code work} with the recipe, {@code home} with the user's files and the
 * cache, {@code tmp}, and {@code outside}, where nothing is any of its business.
 */
final class Observation {
  private static final String SECRET = "int secret_4711 = 4711;\n";
  private static final Pattern CODE = Pattern.compile("\\d+ ms, (exit -?\\d+)\n");
  private static final Set<String> EXITS =
      Set.of("exit 0", "exit 2", "exit 3", "exit 4", "exit 5", "exit 6", "exit 7");

  /** A folder of a guest's sockets, whose names would be too long elsewhere. */
  private static final String SHORT = "(unix:)?/tmp/distroc-[0-9]+";

  private final Path batch;
  private final Path temporary;

  /** The devices and inodes of files that nobody reads. */
  private final Map<String, Path> secrets = new HashMap<>();

  private final Map<String, Map<String, String>> before = new TreeMap<>();
  private final Set<String> programs = new TreeSet<>();
  private final Map<String, Set<String>> harm = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();

  /**
   * @param batch the folder of all
   * @param temporary where distroc's temporary files are
   */
  Observation(Path batch, Path temporary) throws IOException {
    this.batch = batch;
    this.temporary = temporary;
    secret(Path.of("/etc/shadow"));
    secret(Path.of("/root"));
  }

  /** Creates the folder of a recipe. */
  void create(HostileRecipe recipe) throws IOException, InterruptedException {
    Path folder = batch.resolve(recipe.name);
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createDirectories(folder.resolve("home/.ssh"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.createDirectories(folder.resolve("work"));
    for (String name : List.of("secret.h", "secret.c", "victim")) {
      Files.writeString(outside.resolve(name), SECRET);
    }
    Files.writeString(outside.resolve("evil.mk"), "x := $(shell touch " + outside + "/pwned)\n");
    Path evil =
        Files.writeString(outside.resolve("evil"), "#!/bin/sh\ntouch " + outside + "/pwned\n");
    evil.toFile().setExecutable(true);
    Files.writeString(folder.resolve("home/.ssh/id_rsa"), SECRET);
    Files.writeString(folder.resolve("home/.bashrc"), SECRET);
    Files.writeString(folder.resolve("home/victim"), SECRET);
    recipe.create(folder.resolve("work"), outside);
    try (Stream<Path> files = Files.walk(folder.resolve("outside"))) {
      for (Path file : files.toList()) {
        secret(file);
      }
    }
    secret(folder.resolve("home/.ssh/id_rsa"));
    secret(folder.resolve("home/.bashrc"));
    before.put(recipe.name, snapshot(folder));
  }

  private void secret(Path file) throws IOException {
    if (Files.exists(file)) {
      secrets.put(identity(file), file);
    }
  }

  private static String identity(Path file) throws IOException {
    long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    // As gnu_dev_major and gnu_dev_minor take the number apart.
    long major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfffL);
    long minor = (device & 0xff) | (device >> 12 & ~0xffL);
    return major + ":" + minor + " " + inode;
  }

  /** Everything that a run must not change: content, mode and time. */
  private static Map<String, String> snapshot(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String part : List.of("outside", "home", "work", "tmp")) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (Path file : files.toList()) {
          String name = folder.relativize(file).toString();
          if (name.matches("home/\\.cache(/.*)?|work/build(/.*)?|work|home")) {
            continue;
          }
          boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
          String text = plain ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
          String link = Files.isSymbolicLink(file) ? Files.readSymbolicLink(file).toString() : "";
          boolean dated = plain;
          found.put(
              name,
              text
                  + link
                  + Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                  + (dated ? Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS) : ""));
        }
      }
    }
    return found;
  }

  /** Takes in what the tracer recorded. */
  void read(List<String> log) throws IOException {
    String name = "";
    for (String line : log) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals("left")) {
        left.add(line);
      } else if (parts[6].startsWith(batch + "/mark.")) {
        name = Path.of(parts[6]).getFileName().toString().substring("mark.".length());
      } else if (!name.isEmpty() && !name.equals(HostileRun.PREPARES)) {
        judge(name.replaceAll("\\..*", ""), name, parts);
      }
    }
    for (Map.Entry<String, Map<String, String>> each : before.entrySet()) {
      Map<String, String> now = snapshot(batch.resolve(each.getKey()));
      Set<String> names = new TreeSet<>(now.keySet());
      names.addAll(each.getValue().keySet());
      names.removeIf(file -> String.valueOf(now.get(file)).equals(each.getValue().get(file)));
      names.forEach(file -> add(each.getKey(), "changes " + file));
      judgeOutput(each.getKey());
    }
  }

  private void judge(String recipe, String run, String[] parts) {
    boolean host = parts[1].equals("host");
    String call = parts[2];
    boolean writes = parts[3].equals("write");
    String what = run + ": " + parts[0] + " " + call + " " + parts[6] + (host ? "" : " (inside)");
    if (call.startsWith("exec")) {
      String program = parts[6].replace(batch + "/" + recipe + "/", "");
      if (recipe.equals("honest")) {
        programs.add(program);
      } else if (host && !programs.contains(program) && !isGit(recipe, program)) {
        add(recipe, "starts " + what);
      }
    } else if (call.matches("connect|bind|sendto")) {
      if (host
          && !parts[6].matches(
              "unix:(/var)?/run/nscd/socket|unix:"
                  + temporary
                  + "/.*|unix:"
                  + Pattern.quote(batch + "/" + recipe)
                  + "/tmp/.*|"
                  + SHORT
                  + "/.*|family:.*")) {
        add(recipe, "connects " + what);
      }
    } else if (secrets.containsKey(parts[4] + " " + parts[5])) {
      add(recipe, (writes ? "writes " : "reads ") + what);
    } else if (writes && host && !isOwn(recipe, parts[6])) {
      add(recipe, "writes " + what);
    }
  }

  /** What fetches a source is none of the programs of an honest build from a folder. */
  private static boolean isGit(String recipe, String program) {
    return recipe.startsWith("git-")
        && program.matches("/usr/bin/(git|ssh)|/usr/lib/git-core/[a-z-]+");
  }

  private boolean isOwn(String recipe, String path) {
    String folder = Pattern.quote(batch + "/" + recipe);
    return path.matches(
        folder
            + "/(work/build|home/\\.cache|tmp)(/.*)?|/dev/.*|/proc/.*|"
            // The working folder itself, where a build folder is created.
            + folder
            + "/work|"
            + folder
            + "/home/\\.cache|pipe:.*|"
            + Pattern.quote(temporary.toString())
            + "(/.*)?|"
            + SHORT
            + "(/.*)?");
  }

  private void judgeOutput(String recipe) throws IOException {
    for (String verb : List.of("check", "expand", "build", "test")) {
      Path said = batch.resolve(recipe).resolve(verb + ".said");
      if (Files.exists(said)) {
        String text = Files.readString(said);
        if (!EXITS.contains(exit(recipe, verb)) || text.matches("(?s).*(\n\tat |D9001).*")) {
          add(recipe, "ends " + verb + ": " + text);
        }
      }
    }
  }

  private void add(String recipe, String what) {
    harm.computeIfAbsent(recipe, name -> new LinkedHashSet<>()).add(what);
  }

  /** What a run wrote. */
  String said(String recipe, String verb) throws IOException {
    return Files.readString(batch.resolve(recipe).resolve(verb + ".said"));
  }

  /** How a run ended. */
  String exit(String recipe, String verb) throws IOException {
    var found = CODE.matcher(said(recipe, verb));
    return found.lookingAt() ? found.group(1) : "";
  }

  /** Everything that a recipe did and must not, each with the recipe's name. */
  List<String> harm(String recipe) {
    return harm.getOrDefault(recipe, Set.of()).stream().map(what -> recipe + " " + what).toList();
  }

  /** The first words of that. */
  List<String> kinds(String recipe) {
    return harm.getOrDefault(recipe, Set.of()).stream().map(what -> what.split(" ")[0]).toList();
  }

  /** Processes that were still there after the last run. */
  List<String> left() {
    return List.copyOf(left);
  }
}
