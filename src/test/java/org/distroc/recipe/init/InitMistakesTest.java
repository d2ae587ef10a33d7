package org.distroc.recipe.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a described init program, each found in the text, at its place. */
class InitMistakesTest {
  @TempDir Path folder;

  /** A mistake: what stands below {@code init:}, and how its diagnostic begins. */
  record Mistake(String init, String found) {
    @Override
    public String toString() {
      return found;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("{}", "D1025 5:1 `init` needs `program`, `source` or `services`"),
        new Mistake("{services: {a: {}}}", "D1020 5:19 `init.services.a` needs the key `run`"),
        new Mistake("{services: {a: {run: []}}}", "D1024 5:28"),
        new Mistake("{services: {a: {run: /bin/a}}}", "D1021 5:28"),
        new Mistake("{services: {a: {run: [a]}}}", "D4302 5:29 `a` is not a program's path"),
        new Mistake("{services: {a: {run: [/bin/a b]}}}", "D4302 5:29"),
        new Mistake("{services: {A: {run: [/a]}}}", "D1023 5:19"),
        new Mistake("{services: {a: {run: [/a], after: a}}}", "D4300 5:34 services wait for each"),
        new Mistake("{services: {a: {run: [/a], after: b}}}", "D4301 5:41 there is no service `b`"),
        new Mistake(
            "{services: {a: {run: [/a], after: b}, b: {run: [/b], after: [a]}}}",
            "D4300 5:34 services wait for each other: `a` after `b` after `a`"),
        new Mistake(
            "{network: {lo: up}, services: {a: {run: [/a], ready: {port: 80}}}}",
            "D4303 5:53 nothing waits until `a` is ready"),
        new Mistake("{services: {a: {run: [/a], ready: {}}}}", "D1025 5:34"),
        new Mistake("{services: {a: {run: [/a], ready: {port: 0, within: 1s}}}}", "D1024 5:48"),
        new Mistake("{services: {a: {run: [/a], ready: {path: b, within: 1s}}}}", "D1023 5:48"),
        new Mistake(
            "{services: {a: {run: [/a], ready: {port: 80, within: 1s}}}}",
            "D4306 5:48 the loopback interface is down"),
        new Mistake(
            "{network: {lo: up}, services: {a: {run: [/a], user: 80, ready: {port: 80, within:"
                + " 1s}}}}",
            "D4305 5:77 `80` may not listen on port 80"),
        new Mistake(
            "{services: {a: {run: [/a], ends: poweroff}, b: {run: [/b], after: a}}}",
            "D4304 5:73 `a` is never ready before the system ends"),
        new Mistake("{services: {a: {run: [/a], restart: never}}}", "D1022 5:43"),
        new Mistake("{services: {a: {run: [/a], restart: {delay: 5}}}}", "D1021 5:51"),
        new Mistake("{services: {a: {run: [/a], restart: {at_most: 0}}}}", "D1024 5:53"),
        new Mistake("{services: {a: {run: [/a], else: shell}}}", "D1022 5:40"),
        new Mistake("{services: {a: {run: [/a], ends: off}}}", "D1022 5:40"),
        new Mistake("{services: {a: {run: [/a], tty: /dev/ttyS0}}}", "D1023 5:39"),
        new Mistake("{services: {a: {run: [/a], env: {\"A=B\": c}}}}", "D1023 5:40"),
        new Mistake("{services: {a: {run: [/a], user: -1}}}", "D1024 5:40"),
        new Mistake("{services: {a: {run: [/a], user: www}}}", "D4310 5:40 there is no user `www`"),
        new Mistake("{steps: [{run: [/a], user: www}]}", "D4310 5:34 there is no user `www`"),
        new Mistake("{services: {a: {run: [/a], depends: b}}}", "D1010 5:34 unknown key"),
        new Mistake("{steps: [{}]}", "D1025 5:16"),
        new Mistake("{steps: [{else: ignore}]}", "D1025 5:16 this step does nothing"),
        new Mistake("{steps: [{run: [/a], wait: {path: /b}}]}", "D1025 5:28"),
        new Mistake("{steps: [{wait: {path: /b}, within: 1s}]}", "D1025 5:35 `within` is for"),
        new Mistake("{steps: [{wait: {path: /b, port: 3}}]}", "D1025 5:34"),
        new Mistake("{steps: [{mount: {type: ext4}}]}", "D1020 5:17"),
        new Mistake("{steps: [{mount: {at: data, type: ext4}}]}", "D1023 5:29"),
        new Mistake("{steps: [{run: [/a], if: {blank: /b, exists: /c}}]}", "D1025 5:44"),
        new Mistake("{mounts: all}", "D1022 5:16"),
        new Mistake("{mounts: {proc: proc}}", "D1023 5:17"),
        new Mistake("{mounts: {/a/b: tmpfs, /a: tmpfs}}", "D4308 5:30 `/a` hides `/a/b`"),
        new Mistake("{mounts: standard, steps: [{mount: {at: /run, type: tmpfs}}]}", "D4308 5:47"),
        new Mistake("{sysctl: {kernel.panic: 5}}", "D4307 5:8 `sysctl` needs `/proc`"),
        new Mistake("{mounts: standard, sysctl: {panic: 5}}", "D1023 5:35"),
        new Mistake("{hostname: -a}", "D1023 5:18"),
        new Mistake("{network: {eth0: static}}", "D1022 5:24"),
        new Mistake("{network: {eth0: {address: 10.0.2.256/24}}}", "D1023 5:34"),
        new Mistake("{network: {eth0: {gateway: 10.0.2.2}}}", "D1020 5:18"),
        new Mistake("{network: {eth0: {address: 10.0.2.15/24, gateway: 10.1.2.2}}}", "D4309 5:57"),
        new Mistake("{signals: {kill: reboot}}", "D1010 5:18"),
        new Mistake("{signals: {term: stop}}", "D1022 5:24"),
        new Mistake("{at_end: {stop_within: 0s}}", "D1023 5:30"),
        new Mistake("{program: shell, services: {a: {run: [/a]}}}", "D1025 5:24"),
        new Mistake("{source: a.c, steps: [{run: [/a]}]}", "D1025 5:21"),
        new Mistake("{steps: [{run: [/a]}], syscalls: [read]}", "D1025 5:30"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsFoundAtItsPlace(Mistake mistake) {
    List<String> messages =
        Recipes.messages(folder, Recipes.LEAST + "init: " + mistake.init() + "\n");
    assertTrue(
        messages.stream().anyMatch(message -> message.startsWith(mistake.found())),
        messages.toString());
    assertTrue(messages.size() <= 2, messages.toString());
  }

  @Test
  void whatIsRightHasNoFindings() {
    String init =
        """
        init:
          mounts: standard
          hostname: kiosk
          sysctl: {net.ipv4.ip_unprivileged_port_start: 80}
          network: {lo: up, eth0: {address: 10.0.2.15/24, gateway: 10.0.2.2}}
          steps:
            - wait: {path: /dev/vda, within: 2s}
            - {run: [/sbin/mke2fs, /dev/vda], if: {blank: /dev/vda}, within: 60s, else: shell}
            - mount: {device: /dev/vda, at: /data, type: ext2, options: [noatime]}
          services:
            web: {run: [/bin/web, 80], user: 80, ready: {port: 80}, env: {LANG: C}}
            once: {run: [/bin/once], restart: no}
            console:
              run: [/bin/sh]
              tty: ttyS0
              after: [web, once]
              ends: poweroff
          signals: {usr2: poweroff, term: reboot, int: ignore}
          at_end: {stop_within: 2s}
        """;
    assertEquals(List.of(), Recipes.messages(folder, Recipes.LEAST + init));
  }
}
