package org.distroc.recipe.text;

import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/** The diagnostics for YAML that recipes do not support. */
public final class UnsupportedYaml {
  private UnsupportedYaml() {}

  static Diagnostic empty(Language language) {
    Diagnostic error =
        Diagnostic.error(Code.D1007, "the " + language.noun() + " is empty")
            .why("it has no keys, at most comments and blank lines");
    return language.suggestNew(error, "");
  }

  static Diagnostic secondDocument(Language language) {
    return Diagnostic.error(Code.D1013, "a second YAML document starts here")
        .why("a file holds one " + language.noun() + "; `---` and `...` end it")
        .help("put the other one in its own file, or remove this line");
  }

  static Diagnostic tooDeep(Language language) {
    return Diagnostic.error(Code.D1014, "maps and lists are nested more than 32 levels deep")
        .why("no key of a " + language.noun() + " is nested that deep")
        .help("look for unclosed brackets");
  }

  static Diagnostic tooLong(Language language) {
    return Diagnostic.error(Code.D1024, "the value is longer than 4096 characters")
        .why("no value of a " + language.noun() + " is that long")
        .help("look for an unclosed quote");
  }

  static Diagnostic keyIsNotText() {
    return Diagnostic.error(Code.D1015, "a key must be a word")
        .label("not a key")
        .why("a key is a single text before a colon: `name: tiny`")
        .help("write the key, or quote the text if it is a value");
  }

  static Diagnostic mergeKey() {
    return Diagnostic.error(Code.D1012, "merge keys are not supported")
        .label("merge key")
        .why("every value must have exactly one place in the file")
        .help("write the keys out");
  }

  static Diagnostic taggedValue() {
    return Diagnostic.error(Code.D1012, "tags are not supported")
        .label("tag")
        .why("the type of each value follows from its key")
        .help(
            "remove the tag; quote a number that is meant as a string, and a string that starts"
                + " with `!`");
  }

  static Diagnostic anchored(boolean alias, String name) {
    return alias
        ? Diagnostic.error(Code.D1012, "aliases are not supported")
            .label("alias")
            .why("every value must have exactly one place in the file")
            .help(
                "repeat the value of `&" + name + "` here, or quote a string that starts with `*`")
        : Diagnostic.error(Code.D1012, "anchors are not supported")
            .label("anchor")
            .why("without aliases, an anchor has no use")
            .help("remove `&" + name + "`, or quote a string that starts with `&`");
  }

  static Diagnostic duplicate(String key, int firstLine) {
    return Diagnostic.error(Code.D1011, "duplicate key `" + Wording.shown(key) + "`")
        .label("second time")
        .why("only one of the two values can apply; the first is on line " + firstLine)
        .help("remove one of them, or merge their contents");
  }
}
