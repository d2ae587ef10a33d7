package org.distroc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The verbs, in the order in which help shows them: the one list of them. Both parsers, help,
 * completion and suggestions follow from it; a test compares it with the manual page and README.
 */
enum VerbName {
  CHECK("Report every mistake in recipes, with line and column."),
  SHOW("Print a recipe merged with its bases, and where each value comes from."),
  DIFF("List what differs between two recipes, revisions, locks or images."),
  EXPAND("Write the generated project to build/<name>/, and stop."),
  ROOTFS("List the root file system: modes, owners, sizes, and what brings each path."),
  BUILD("Build what changed, and list the artifacts with their sizes in bytes."),
  BOOT("Build what changed, and boot it on this terminal."),
  TEST("Build recipes, boot them headless, and run their tests."),
  TRACE("Trace the system calls of init and its children, like strace."),
  DEBUG("Run gdb on the guest from its first instruction, with symbols."),
  DISASSEMBLE("Disassemble init, marking the instructions that fail its checks."),
  LOCK("Pin every input by digest in RECIPE.lock.yaml; later builds enforce it."),
  VERIFY("Build twice in different environments, and compare all bytes."),
  SBOM("Build a recipe, and write its CycloneDX bill of materials."),
  PUSH("Put a recipe and the files that it reads into an OCI registry."),
  PULL("Get a recipe from an OCI registry into a new folder."),
  VERSIONS("List the versions of a recipe in an OCI registry, with their digests."),
  SIGN("Sign the lock file of a recipe, or a recipe in an OCI registry."),
  EXPLAIN("Explain a diagnostic code, a key of a recipe, or a kernel option."),
  CONFIG("Print the kernel configuration of a recipe, or how it differs from another."),
  MENUCONFIG("Edit a recipe's kernel options in the kernel's menuconfig."),
  TRUST("Trust a recipe or a folder with what the sandbox cannot contain."),
  CACHE("Show cache usage; `cache prune` shrinks the cache."),
  DOCTOR("List the host tools, and how to install missing ones."),
  NEW("Write a commented recipe to start from."),
  LSP("Serve an editor: mistakes, completion and explanations as one types."),
  COMPLETION("Print a completion script for bash, zsh or fish.");

  private static final VerbName[] ALL = values();

  private final String word;
  private final String summary;

  VerbName(String summary) {
    this.word = name().toLowerCase(Locale.ROOT);
    this.summary = summary;
  }

  /** As typed, such as {@code check}. */
  String word() {
    return word;
  }

  /** One sentence, short enough for a line of the list in {@code distroc --help}. */
  String summary() {
    return summary;
  }

  /** A verb by its word. */
  static Optional<VerbName> of(String word) {
    for (VerbName name : ALL) {
      if (name.word.equals(word)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The words of all verbs, in order. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (VerbName name : ALL) {
      words.add(name.word);
    }
    return words;
  }

  /**
   * Whether {@link FastPathParser} understands it: a verb on recipes that is typed often, and whose
   * arguments are all recipes.
   */
  boolean isFast() {
    return switch (this) {
      case CHECK, EXPAND, BUILD, BOOT, TEST, MENUCONFIG -> true;
      default -> false;
    };
  }

  /** A new command. Only its class is loaded, and nothing of picocli. */
  Verb create() {
    return switch (this) {
      case CHECK -> new CheckVerb();
      case SHOW -> new ShowVerb();
      case DIFF -> new DiffVerb();
      case EXPAND -> new ExpandVerb();
      case ROOTFS -> new RootfsVerb();
      case BUILD -> new BuildVerb();
      case BOOT -> new BootVerb();
      case TEST -> new TestVerb();
      case TRACE -> new TraceVerb();
      case DEBUG -> new DebugVerb();
      case DISASSEMBLE -> new DisassembleVerb();
      case LOCK -> new LockVerb();
      case VERIFY -> new VerifyVerb();
      case SBOM -> new SbomVerb();
      case PUSH -> new ShareVerbs.Push();
      case PULL -> new ShareVerbs.Pull();
      case VERSIONS -> new ShareVerbs.Versions();
      case SIGN -> new ShareVerbs.Sign();
      case EXPLAIN -> new ExplainVerb();
      case CONFIG -> new ConfigVerb();
      case MENUCONFIG -> new MenuconfigVerb();
      case TRUST -> new TrustVerb();
      case CACHE -> new CacheVerb();
      case DOCTOR -> new DoctorVerb();
      case NEW -> new NewVerb();
      case LSP -> new LspVerb();
      case COMPLETION -> new CompletionVerb();
    };
  }
}
