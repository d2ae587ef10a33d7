package org.distroc.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Tree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in a root: each is found before anything is built, at its line, with its code. */
class RootMistakesTest {
  private static final String START =
      "distro: v1\nname: toy\nkernel: {source: {debian: linux-source-6.1}}\n"
          + "init: {program: hello}\nrootfs:\n";

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("recipe"));
  }

  private List<Diagnostic> findings(String rootfs, List<Entry> entries) throws IOException {
    Files.createDirectories(folder.resolve("site/sub"));
    Files.writeString(folder.resolve("site/a"), "a");
    Files.writeString(folder.resolve("file"), "file");
    Files.createSymbolicLink(folder.resolve("out"), Path.of(".."));
    Path file = Files.writeString(folder.resolve("r.yaml"), START + rootfs.replace('|', '\n'));
    List<Diagnostic> findings = new ArrayList<>();
    try {
      Recipe recipe = RecipeReader.read(file, "r.yaml", findings);
      Optional<Tree> tree = RootAssembly.assemble(recipe, List.of(), findings);
      tree.ifPresent(found -> entries.addAll(found.entries()));
    } catch (Failure failure) {
      findings.addAll(failure.diagnostics());
    }
    return findings;
  }

  /** The code and the line, counted from the one below {@code rootfs:}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '%',
      value = {
        "  files: {etc/x: {text: a}}; D4110; 1",
        "  files:|    /../x: {text: a}; D4110; 2",
        "  files:|    /a//b: {text: a}; D4110; 2",
        "  files:|    /a/./b: {text: a}; D4110; 2",
        "  files:|    \"/a\\nb\": {text: a}; D4110; 2",
        "  files:|    /x: {}; D4111; 2",
        "  files:|    /x: {mode: 0644}; D4111; 2",
        "  files:|    /x/: {text: a}; D4111; 2",
        "  files:|    /x/: {link: /a}; D4111; 2",
        "  files:|    /x: {text: a, from: file}; D1025; 2",
        "  files:|    /x: {link: a, hardlink: /b}; D1025; 2",
        "  files:|    /x: {text: a}|    /x/: {}; D1026; 3",
        "  files:|    /x: {text: a, mode: 0689}; D1023; 2",
        "  files:|    /x: {text: a, mode: rw-r--r--}; D1023; 2",
        "  files:|    /x: {text: a, mode: 17777}; D1023; 2",
        "  files:|    /x: {link: a, mode: 0644}; D1025; 2",
        "  files:|    /x: {text: a, owner: nobody}; D4113; 2",
        "  files:|    /x: {text: a, owner: \"root:wheel\"}; D4113; 2",
        "  files:|    /x: {text: a, owner: \"a b\"}; D1023; 2",
        "  files:|    /x: {device: char 1}; D1023; 2",
        "  files:|    /x: {device: tape 1 3}; D1023; 2",
        "  files:|    /x: {from: nowhere}; D1041; 2",
        "  files:|    /x: {from: ../file}; D1040; 2",
        "  files:|    /x: {from: /etc/passwd}; D1040; 2",
        "  files:|    /x/: {from: out/}; D1040; 2",
        "  files:|    /x: {from: site}; D1042; 2",
        "  files:|    /x/: {from: file}; D1042; 2",
        "  files:|    /x: {text: a, optional: true}; D1025; 2",
        "  files:|    /x: {hardlink: x}; D4110; 2",
        "  files:|    /x: {hardlink: /nowhere}; D4115; 2",
        "  files:|    /x: {hardlink: /etc}; D4115; 2",
        "  files:|    /init: {text: a}; D4114; 2",
        "  files:|    /x: {text: a}|    /x/y: {text: b}; D4114; 3",
        "  files:|    /a: {link: b}|    /b: {link: a}|    /a/c: {text: x}; D4114; 4",
        "  files:|    /x: {txt: a}; D1010; 2",
        "  layout: small; D1022; 1",
        "  users: {www: {home: /www}}; D1020; 1",
        "  users: {Www: {uid: 80}}; D1023; 1",
        "  users: {www: {uid: many}}; D1021; 1",
        "  users: {www: {uid: -1}}; D1024; 1",
        "  users:|    a: {uid: 1}|    b: {uid: 1}; D4126; 3",
        "  users: {root: {uid: 5}}; D4126; 1",
        "  users: {www: {uid: 80, group: web}}; D4113; 1",
        "  users: {www: {uid: 80, groups: [web]}}; D4113; 1",
        "  users: {www: {uid: 80, shell: sh}}; D1023; 1",
        "  users: {www: {uid: 80, password: secret}}; D1022; 1",
        "  users: {www: {uid: 80, password: {hash: secret}}}; D1023; 1",
        "  groups: {a: {}}; D1020; 1",
        "  users: {www: {uid: 80}}|  files: {/etc/shadow: {text: a}}; D4127; 2",
        "  files: {/bin/x: {text: \"#!/bin/sh\"}}; D4123; 1",
        "  files: {/bin/x: {text: \"#!/usr/bin/env python\"}}; D4123; 1",
        "  files: {/nowhere: null}; D4119; 1",
      })
  void isFound(String rootfs, String code, int line) throws IOException {
    List<Diagnostic> found = findings("  " + rootfs, new ArrayList<>());
    assertFalse(found.isEmpty(), rootfs);
    assertEquals(code, found.get(0).code().name(), found.toString());
    assertEquals(5 + line, found.get(0).at().orElseThrow().line(), found.toString());
    assertFalse(found.get(0).remedies().isEmpty(), found.toString());
  }

  @Test
  void initHasToBeAProgram() throws IOException {
    String own = "  files: {/init: {link: /bin/nothing}}";
    Path file = folder.resolve("r.yaml");
    for (String init : List.of(own, "  files: {/init: {text: a}}", "  files: {/init/: {}}")) {
      Files.writeString(file, START.replace("init: {program: hello}\n", "") + init + "\n");
      List<Diagnostic> findings = new ArrayList<>();
      RootAssembly.assemble(RecipeReader.read(file, "r.yaml"), List.of(), findings);
      assertEquals("D4117", findings.get(0).code().name(), init + findings);
    }
  }

  /** All keys of a root, in one recipe without mistakes. */
  @Test
  void everyKeyIsUsed() throws IOException {
    String rootfs =
        """
          layout: none
          users:
            root: {password: none, shell: /bin/ash}
            www: {uid: 80, group: web, groups: [log], home: /www, password: {hash: $6$a$b}}
          groups: {web: {gid: 81}, log: {gid: 82}}
          files:
            /www/: {from: site/, owner: www, mode: 0750}
            /log/: {owner: "www:log", mode: 1777}
            /a: {from: file, owner: 7}
            /gone: {from: none, optional: true}
            /gone/: {from: none/, optional: true, mode: 0700}
            /pipe: {pipe: true}
            /null: {device: char 1 3, mode: 666}
            /link: {link: ../a}
            /hard: {hardlink: /a}
        """;
    List<Entry> entries = new ArrayList<>();
    assertEquals(List.of(), findings(rootfs.replace("/gone/:", "/gone2/:"), entries));
    List<String> shown =
        entries.stream()
            .map(e -> String.format("%s %o %d:%d", e.path(), e.mode(), e.uid(), e.gid()))
            .toList();
    assertEquals(
        List.of(
            "/a 644 7:7",
            "/etc 755 0:0",
            "/etc/group 644 0:0",
            "/etc/passwd 644 0:0",
            "/etc/shadow 600 0:0",
            "/hard 644 0:0",
            "/init 755 0:0",
            "/link 777 0:0",
            "/log 1777 80:82",
            "/null 666 0:0",
            "/pipe 644 0:0",
            "/www 750 80:81",
            "/www/a 644 80:81",
            "/www/sub 755 80:81"),
        shown);
    Accounts accounts =
        new Accounts(
            RecipeReader.read(folder.resolve("r.yaml"), "r.yaml").rootfs().orElseThrow(), "r");
    List<String> texts = new ArrayList<>();
    for (Entry entry : accounts.entries()) {
      org.distroc.rootfs.Node.File file = (org.distroc.rootfs.Node.File) entry.node();
      try (java.io.InputStream in = file.content().open()) {
        texts.add(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    assertTrue(texts.get(0).contains("log:x:82:www\n"), texts.get(0));
    assertEquals("root:x:0:0::/root:/bin/ash\nwww:x:80:81::/www:/bin/sh\n", texts.get(1));
    assertEquals(
        "root:::::::::\nwww:$6$a$b:::::::\n".replace(":::::::::", "::::::::"), texts.get(2));
  }
}
