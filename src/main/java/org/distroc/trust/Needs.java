package org.distroc.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Span;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;

/**
 * Finds what in a recipe needs the user's consent: what the sandbox cannot contain. Nothing is run,
 * and nothing but the recipe's text and the owner of a folder is looked at.
 */
public final class Needs {
  /**
   * Releases at kernel.org, whose programs all its users run; not the folders of single developers.
   */
  private static final Pattern UPSTREAM =
      Pattern.compile(
          "https://(cdn|www|mirrors\\.edge)\\.kernel\\.org/pub/linux/kernel/v[0-9][0-9.x]*/"
              + "(stable-review/)?[A-Za-z0-9._-]+");

  /** How the address of a git repository on this machine begins. */
  private static final String LOCAL = "file://";

  private static final String LOCAL_BASE = "git:" + LOCAL;

  private final SourceLocations text;
  private final List<Need> needs = new ArrayList<>();

  private Needs(SourceLocations text) {
    this.text = text;
  }

  /**
   * The needs of a recipe, those of the source first.
   *
   * @param unconfined why programs of a kernel source run without a sandbox; empty if they do not.
   *     Asked only if the recipe's source has programs that are not known
   */
  public static List<Need> of(Recipe recipe, Supplier<Optional<String>> unconfined) {
    Needs found = new Needs(recipe.locations());
    found.bases(recipe);
    found.source(recipe, unconfined);
    found.qemu(recipe);
    return List.copyOf(found.needs);
  }

  /**
   * One digest of several needs, for {@code DISTROC_TRUST}; it does not depend on where they are.
   */
  public static String digest(List<Need> needs) {
    Sha256 digest = new Sha256().update("distroc trust 1");
    needs.stream().map(need -> need.key("")).sorted().forEach(digest::update);
    return digest.hex();
  }

  private void bases(Recipe recipe) {
    // The topmost comes last, and is where the user can change something.
    for (int i = text.bases().size() - 1; i >= 0; i--) {
      SourceText base = text.bases().get(i);
      SourceText.Base facts = base.base().orElseThrow();
      String name = facts.origin().map(SourceText.Origin::locked).orElse("");
      if (name.startsWith(LOCAL_BASE)) {
        String url = name.substring("git:".length(), name.lastIndexOf('@'));
        ofBase(recipe.folder(), url, facts.at())
            .filter(need -> needs.stream().noneMatch(n -> n.identity().equals(need.identity())))
            .ifPresent(needs::add);
      }
    }
  }

  /**
   * What needs consent to fetch a base from a git repository; empty if it is on the network, or in
   * the folder of the recipe.
   *
   * @param folder of the recipe
   * @param at where the repository is named
   */
  public static Optional<Need> ofBase(Path folder, String url, Span at) {
    if (!url.startsWith(LOCAL)) {
      return Optional.empty();
    }
    Path repository = localPath(url);
    if (real(repository).startsWith(real(folder))) {
      return Optional.empty();
    }
    return Optional.of(
        new Need(
            Code.D1049,
            "a base is in a repository outside the recipe's folder",
            identity(repository),
            false,
            Optional.of(at),
            "on this computer",
            List.of("files of `" + real(repository) + "` can end up in the image"),
            List.of("give an address on the network, or copy the base into the recipe's folder")));
  }

  /** Git decodes %2e; no folder has such a name by chance, and what is not read here is outside. */
  private static Path localPath(String url) {
    String path = url.substring(LOCAL.length());
    return Path.of(path.contains("%") ? "/" : path);
  }

  private void source(Recipe recipe, Supplier<Optional<String>> unconfined) {
    KernelSource source = recipe.kernel().source();
    if (source instanceof KernelSource.Folder folder) {
      outside(recipe, folder.path(), "path", identity(folder.path()));
    } else if (source instanceof KernelSource.TarballFile tarball) {
      outside(recipe, tarball.file(), "tarball/file", "sha256 " + tarball.sha256());
    } else if (source instanceof KernelSource.Git git && git.url().startsWith(LOCAL)) {
      Path repository = localPath(git.url());
      outside(recipe, repository, "git/url", identity(repository));
    }
    Optional<String> programs = unknownPrograms(source);
    if (programs.isPresent()) {
      unconfined.get().ifPresent(why -> programs(programs.get(), why));
    }
  }

  private void outside(Recipe recipe, Path path, String key, String identity) {
    if (real(path).startsWith(real(recipe.folder()))) {
      return;
    }
    boolean folder = key.equals("path");
    needs.add(
        new Need(
            Code.D1091,
            "the kernel source is outside the recipe's folder",
            identity,
            false,
            text.span("/kernel/source/" + key),
            folder ? "read and compiled" : "read",
            List.of(
                folder
                    ? "any file in `" + real(path) + "` can end up in the image"
                    : "a recipe must not read `" + real(path) + "` without your consent"),
            List.of(
                folder
                    ? "use a `debian`, `tarball` or `git` source, whose content is known"
                    : "copy it into the recipe's folder, or give an address on the network")));
  }

  /** What identifies programs of unknown origin in a source; empty if all its users run them. */
  private static Optional<String> unknownPrograms(KernelSource source) {
    if (source instanceof KernelSource.Folder folder) {
      return Optional.of(identity(folder.path()));
    } else if (source instanceof KernelSource.Git git) {
      // A repository's address says little: anybody can push a commit to some copy of it.
      return Optional.of("git " + git.commit());
    } else if (source instanceof KernelSource.TarballFile tarball) {
      return Optional.of("sha256 " + tarball.sha256());
    } else if (source instanceof KernelSource.TarballUrl tarball) {
      return UPSTREAM.matcher(tarball.url()).matches()
          ? Optional.empty()
          : Optional.of("sha256 " + tarball.sha256());
    }
    return Optional.empty();
  }

  private void programs(String identity, String why) {
    needs.add(
        new Need(
            Code.D1092,
            "programs of this kernel source would run without a sandbox",
            identity,
            false,
            text.span("/kernel/source"),
            "of unknown origin",
            List.of(
                "commands in its Kconfig files and in its Makefiles can do whatever you can", why),
            List.of("`distroc doctor` says how to get the sandbox")));
  }

  /**
   * A folder by its real path and owner, and not by its content: a tree that somebody works on
   * changes every minute, and consent to the programs of one's own tree is consent to what one
   * writes there next. Whoever else could change them is its owner, so another owner asks again.
   */
  private static String identity(Path folder) {
    Path real = real(folder);
    try {
      return "folder " + real + " of " + Files.getOwner(real).getName();
    } catch (IOException e) {
      return "folder " + real;
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // A folder that is not there was reported with the recipe's other mistakes.
      return path.toAbsolutePath().normalize();
    }
  }

  private void qemu(Recipe recipe) {
    // Most recipes have none: then the table is not even read.
    if (!recipe.qemu().flags().isEmpty()) {
      for (HarmlessFlags.Finding finding : HarmlessFlags.in(recipe.qemu().flags())) {
        int item = finding.index() + (finding.valueIsWrong() ? 1 : 0);
        add(finding, "/qemu/flags/" + item);
      }
    }
    recipe.qemu().machine().ifPresent(value -> value("-machine", value, "/qemu/machine"));
    recipe.qemu().cpu().ifPresent(value -> value("-cpu", value, "/qemu/cpu"));
    values("-machine", "/qemu/variants/machine");
    values("-cpu", "/qemu/variants/cpu");
  }

  private void values(String flag, String list) {
    if (text.node(list) instanceof Node.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        if (items.items().get(i) instanceof Node.Scalar value) {
          value(flag, value.text(), list + "/" + i);
        }
      }
    }
  }

  private void value(String flag, String value, String pointer) {
    // A plain name, as in nearly every recipe, needs no table.
    if (!value.matches("[A-Za-z][A-Za-z0-9._-]*")) {
      HarmlessFlags.in(List.of(flag, value)).forEach(finding -> add(finding, pointer));
    }
  }

  private void add(HarmlessFlags.Finding finding, String pointer) {
    needs.add(
        new Need(
            Code.D1090,
            "`" + finding.text() + "` can reach beyond the guest",
            String.join("\0", finding.words()),
            true,
            text.span(pointer),
            "not known to be harmless",
            List.of(finding.why()),
            finding.instead().stream().toList()));
  }
}
