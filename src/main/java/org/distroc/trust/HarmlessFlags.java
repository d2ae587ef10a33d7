package org.distroc.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of QEMU that cannot reach the host: the table {@code qemu-flags.txt}. What is not
 * in it is not harmless, so that a flag that QEMU gets later needs consent from the first day.
 */
public final class HarmlessFlags {
  private static final String NUMBER = "0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20}";
  private static final String SWITCH = "on|off|yes|no|true|false|auto";

  /** The kinds of values. None of them can be a path that leads anywhere, or an address. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("NUMBER", NUMBER),
          Map.entry("SIZE", "[0-9]{1,20}(\\.[0-9]{1,9})?[bBkKmMgGtTpPeE]?|" + NUMBER),
          Map.entry("SWITCH", SWITCH),
          Map.entry("ID", "[A-Za-z][A-Za-z0-9._-]{0,127}"),
          Map.entry("NAME", "[A-Za-z0-9][A-Za-z0-9 ._+-]{0,127}"),
          Map.entry("TEXT", "[ -+./0-z|~-]{0,255}"),
          Map.entry("FWNAME", "opt/[A-Za-z0-9/._-]{1,50}"),
          Map.entry("UUID", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
          Map.entry("MAC", "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}"),
          Map.entry("SLOT", "(0x)?[0-9a-fA-F]{1,2}(\\.[0-7])?"),
          Map.entry("PORT", "[0-9]{1,3}(\\.[0-9]{1,3}){0,5}"),
          Map.entry("RANGE", "[0-9]{1,5}(-[0-9]{1,5})?"),
          Map.entry("RANGES", "[0-9a-fA-Fx+.,-]{1,255}"),
          Map.entry("DRIVES", "[a-p]{1,16}"),
          Map.entry("DATE", "utc|localtime|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-9]{2}){2})?"),
          Map.entry("LOGS", log() + "(," + log() + ")*"),
          Map.entry("CPU", cpu()));

  private static final HarmlessFlags TABLE = new HarmlessFlags(lines());

  private final Map<String, List<Rule>> rules = new HashMap<>();
  private final Map<String, String[]> dangers = new HashMap<>();

  /**
   * Arguments that may reach the host.
   *
   * @param index of the flag among the arguments
   * @param words the flag, and its value if there may be one
   * @param valueIsWrong whether the flag would be harmless with another value
   * @param why what the flag can do
   * @param instead the key of a recipe that does the same, if there is one
   */
  record Finding(
      int index, List<String> words, boolean valueIsWrong, String why, Optional<String> instead) {
    /** Copies the list. */
    Finding {
      words = List.copyOf(words);
    }

    /** As typed in a shell, without quotes. */
    String text() {
      return String.join(" ", words);
    }
  }

  private HarmlessFlags(List<String> lines) {
    Map<String, String> groups = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split("\\s+", 2);
      if (line.startsWith("!")) {
        String[] danger = line.substring(2).split(" : ");
        Stream.of(danger[0].split("\\|")).forEach(flag -> dangers.put(flag, danger));
      } else if (line.startsWith("%")) {
        groups.put(parts[0], parts[1]);
      } else {
        Rule rule = Rule.parse(parts.length == 1 ? "" : withGroups(parts[1], groups));
        for (String flag : parts[0].split("\\|")) {
          rules.computeIfAbsent(flag, name -> new ArrayList<>()).add(rule);
        }
      }
    }
  }

  private static String withGroups(String rule, Map<String, String> groups) {
    return Stream.of(rule.split("\\s+"))
        .map(word -> word.startsWith("%") ? groups.get(word) : word)
        .collect(Collectors.joining(" "));
  }

  /** Those of some arguments that may reach the host, each with its value. */
  public static List<String> others(List<String> words) {
    return in(words).stream().flatMap(finding -> finding.words().stream()).toList();
  }

  /** The arguments that may reach the host, in order; empty if all are harmless. */
  static List<Finding> in(List<String> words) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < words.size(); ) {
      i = TABLE.add(findings, words, i);
    }
    return findings;
  }

  /** Of each device, its keys; for a test that compares them with QEMU's. */
  static Map<String, Set<String>> devices() {
    Map<String, Set<String>> devices = new TreeMap<>();
    for (Rule rule : TABLE.rules.get("-device")) {
      for (String name : rule.head.pattern().replaceAll("[()]", "").split("\\|")) {
        devices.put(name, rule.keys.keySet());
      }
    }
    return devices;
  }

  /** Adds what is wrong with an argument; returns where the next one begins. */
  private int add(List<Finding> findings, List<String> words, int at) {
    String flag = canonical(words.get(at));
    List<Rule> known = rules.getOrDefault(flag, List.of());
    if (known.stream().anyMatch(Rule::isAlone)) {
      return at + 1;
    }
    boolean hasNext = at + 1 < words.size();
    if (hasNext && known.stream().anyMatch(rule -> rule.allows(words.get(at + 1)))) {
      return at + 2;
    }
    // Whether an unknown flag takes the next word cannot be known: it is shown with the flag, and
    // judged by itself as well if it may be a flag.
    int end = Math.min(words.size(), at + (flag.startsWith("-") ? 2 : 1));
    boolean wrong = !known.isEmpty() && hasNext;
    findings.add(finding(at, words.subList(at, end), flag, wrong));
    return end - at == 2 && (wrong || !words.get(at + 1).startsWith("-")) ? end : at + 1;
  }

  private Finding finding(int at, List<String> words, String flag, boolean valueIsWrong) {
    String[] danger = dangers.get(flag);
    String why = danger != null ? danger[1] : unknown(flag, valueIsWrong);
    Optional<String> instead =
        danger != null && danger.length > 2 ? Optional.of(danger[2]) : Optional.empty();
    return new Finding(at, words, valueIsWrong, why, instead);
  }

  private static String unknown(String flag, boolean valueIsWrong) {
    if (valueIsWrong) {
      return "this value is not one of those that are known to be harmless";
    }
    return flag.startsWith("-")
        ? "distroc does not know what it does"
        : "QEMU takes it for the name of a disk image";
  }

  /** QEMU takes a flag with two dashes for the same with one; it knows no other spellings. */
  private static String canonical(String word) {
    return word.startsWith("--") ? word.substring(1) : word;
  }

  /**
   * What the value of a flag may be.
   *
   * @param whole matches the value; null if it is a list
   * @param head matches the first item of a list, which has no key; null if there is none
   * @param headNeeded whether the list must begin with its head
   * @param keys what the values of keys match
   */
  private record Rule(Pattern whole, Pattern head, boolean headNeeded, Map<String, Pattern> keys) {
    static Rule parse(String text) {
      if (text.isEmpty() || text.startsWith(":")) {
        Pattern whole = text.isEmpty() ? null : pattern(text.substring(1));
        return new Rule(whole, null, false, Map.of());
      }
      String[] words = text.split("\\s+");
      Map<String, Pattern> keys = new LinkedHashMap<>();
      for (int i = 1; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        keys.put(words[i].substring(0, equals), pattern(words[i].substring(equals + 1)));
      }
      String head = words[0];
      boolean optional = head.startsWith("[");
      Pattern first =
          head.equals(".") ? null : pattern(optional ? head.substring(1, head.length() - 1) : head);
      return new Rule(null, first, first != null && !optional, keys);
    }

    private static Pattern pattern(String alternatives) {
      return Pattern.compile(
          Stream.of(alternatives.split("\\|(?![^(]*\\))"))
              .map(one -> "(" + KINDS.getOrDefault(one, one) + ")")
              .collect(Collectors.joining("|")));
    }

    /** Whether the flag takes no value. */
    boolean isAlone() {
      return whole == null && head == null && keys.isEmpty();
    }

    /**
     * Whether a value is harmless. An item that repeats a key, or is empty, cannot hide another.
     */
    boolean allows(String value) {
      if (whole != null) {
        return whole.matcher(value).matches();
      }
      String[] items = value.split(",", -1);
      int from = head != null && head.matcher(items[0]).matches() ? 1 : 0;
      if (from == 0 && headNeeded) {
        return false;
      }
      for (int i = from; i < items.length; i++) {
        int equals = items[i].indexOf('=');
        Pattern wanted = equals < 0 ? null : keys.get(items[i].substring(0, equals));
        if (wanted == null || !wanted.matcher(items[i].substring(equals + 1)).matches()) {
          return false;
        }
      }
      return !isAlone();
    }
  }

  private static String log() {
    return "(in_asm|out_asm|op|op_opt|op_ind|int|exec|cpu|fpu|mmu|pcall|cpu_reset|unimp|guest_errors"
               + "|nochain|page|strace|vpu|invalid_mem|smm)";
  }

  /** A model; then features: switched by a sign, or by a value that names nothing. */
  private static String cpu() {
    String feature = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    String value = "(" + SWITCH + "|" + NUMBER + "|[0-9]{1,9}[kKmMgG])";
    String text = "(vendor|model-id|hv-vendor-id)=[A-Za-z0-9 ._@()-]{0,64}";
    return String.format("%s(,([+-]?%s|%s=%s|%s)){0,100}", feature, feature, feature, value, text);
  }

  private static List<String> lines() {
    try (InputStream in = HarmlessFlags.class.getResourceAsStream("qemu-flags.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
