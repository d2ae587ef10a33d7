package org.distroc.init;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table that the program of {@code templates/init/services.c.ftl} reads. A record of it is a
 * list of texts: the operation with what follows a failure and the number of further texts, the
 * place in the recipe, and what the operation needs.
 *
 * @param records in their order, each a list of texts
 * @param settings the constants of the program, sorted; a feature that is not used has none, and
 *     its part of the program is not compiled
 */
public record InitTable(List<List<String>> records, SortedMap<String, String> settings) {
  /** Copies the collections. */
  public InitTable {
    records = records.stream().map(List::copyOf).toList();
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** Compiles a system. */
  public static InitTable of(InitSystem system) {
    return new Compiler(system).compile();
  }

  /** Compiles one system. */
  private static final class Compiler {
    private final InitSystem system;
    private final List<List<String>> records = new ArrayList<>();
    private final SortedMap<String, String> settings = new TreeMap<>();
    private int words;
    private int groups;

    Compiler(InitSystem system) {
      this.system = system;
    }

    InitTable compile() {
      system.steps().forEach(this::step);
      system.services().forEach(this::service);
      if (system.awaited().anyMatch(Awaited::isPort)) {
        use("PORTS");
      }
      settings.put("SERVICES", "" + system.services().size());
      settings.put("STOP_WITHIN", "" + system.stopWithin().toMillis());
      settings.put("WORDS_MOST", "" + words);
      settings.put("GROUPS_MOST", "" + groups);
      return new InitTable(records, settings);
    }

    private void step(Step step) {
      if (step.condition().isPresent()) {
        Step.Condition condition = step.condition().get();
        if (condition.test() == Step.Test.BLANK) {
          use("BLANKS");
        }
        add("?", letter(condition.test()), step.place(), List.of(condition.path()));
      }
      Step.Action action = step.action();
      if (action instanceof Step.Action.Mount mount) {
        add("M", step, mount(mount));
      } else if (action instanceof Step.Action.Hostname hostname) {
        use("HOSTNAME");
        add("H", step, List.of(hostname.name()));
      } else if (action instanceof Step.Action.Setting setting) {
        use("WRITES");
        add("W", step, List.of(setting.path(), setting.value()));
      } else if (action instanceof Step.Action.Interface network) {
        use("NETWORK");
        add("N", step, network(network));
      } else if (action instanceof Step.Action.Await await) {
        add("A", step, List.of(await.awaited().what(), millis(await.awaited().within())));
      } else if (action instanceof Step.Action.Run run) {
        List<String> texts = new ArrayList<>();
        texts.add(run.launch().program());
        texts.add(millis(run.within()));
        addOwner(run.launch(), texts);
        addWords(run.launch(), texts);
        add("R", step, texts);
      }
    }

    private List<String> mount(Step.Action.Mount mount) {
      MountOptions options = MountOptions.of(mount.options());
      use("MOUNTS");
      if (mount.device().startsWith("/")) {
        use("DISKS");
      }
      String flags = "" + options.flags();
      return List.of(mount.at(), mount.device(), mount.type(), flags, options.data());
    }

    private static List<String> network(Step.Action.Interface network) {
      String address = network.dhcp() ? "d" : "";
      String mask = "";
      if (network.address().isPresent()) {
        int slash = network.address().get().indexOf('/');
        int length = Integer.parseInt(network.address().get().substring(slash + 1));
        address = number(network.address().get().substring(0, slash));
        mask = "" + (0xffffffffL << (32 - length) & 0xffffffffL);
      }
      String gateway = network.gateway().map(Compiler::number).orElse("");
      return List.of(network.name(), address, mask, gateway);
    }

    private static String number(String address) {
      long value = 0;
      for (String part : address.split("\\.")) {
        value = value << 8 | Integer.parseInt(part);
      }
      return "" + value;
    }

    private void service(Service service) {
      Service.Restart restart = service.restart();
      List<String> texts = new ArrayList<>();
      texts.add(service.name());
      texts.add(service.ready().map(ready -> millis(ready.within())).orElse("0"));
      addOwner(service.launch(), texts);
      texts.add(service.ready().map(Awaited::what).orElse(""));
      texts.add(letter(restart.policy()) + service.ends().map(Compiler::letter).orElse("-"));
      texts.add(millis(restart.delay()));
      texts.add(millis(restart.upTo()));
      texts.add("" + restart.atMost());
      StringBuilder after = new StringBuilder();
      for (int i = 0; i < system.services().size(); i++) {
        if (service.after().contains(system.services().get(i).name())) {
          after.append((char) ('0' + i));
        }
      }
      texts.add(after.toString());
      addWords(service.launch(), texts);
      add("S", letter(service.otherwise()), service.place(), texts);
    }

    private void addOwner(Launch launch, List<String> texts) {
      if (launch.user().isPresent()) {
        UserIds ids = launch.user().get();
        use("USERS");
        groups = Math.max(groups, ids.groups().size());
        texts.add(
            ids.uid() + ids.groups().stream().map(id -> "," + id).collect(Collectors.joining()));
      } else {
        texts.add("");
      }
      launch.tty().ifPresent(tty -> use("TTYS"));
      texts.add(launch.tty().map(tty -> "/dev/" + tty).orElse(""));
    }

    private void addWords(Launch launch, List<String> texts) {
      texts.add("" + launch.environment().size());
      launch.environment().forEach((name, value) -> texts.add(name + "=" + value));
      texts.addAll(launch.words());
      words = Math.max(words, launch.environment().size() + launch.words().size());
    }

    private void use(String feature) {
      settings.put(feature, "1");
    }

    private static String millis(Duration time) {
      return "" + time.toMillis();
    }

    private static String letter(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).substring(0, 1);
    }

    private void add(String operation, Step step, List<String> texts) {
      add(operation, letter(step.otherwise()), step.place(), texts);
    }

    private void add(String operation, String more, Place place, List<String> texts) {
      List<String> record = new ArrayList<>();
      record.add(operation + more + (texts.size() + 1));
      record.add(place.shown());
      record.addAll(texts);
      records.add(record);
    }
  }
}
