package org.distroc.busybox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.diag.Span;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;

/** The links that make one program many. */
public final class BusyboxTree {
  private static final String NAME = "busybox";

  private BusyboxTree() {}

  /**
   * Links for applets, next to the program.
   *
   * @param folder of the program, absolute
   * @param program its bytes
   * @param wanted the applets to link; empty for all
   * @param at where the recipe asks for busybox
   * @param places where it asks for each applet, by number
   * @param origin who brings them
   * @throws Failure D4230 if the program has no applets, or lacks a wanted one
   */
  public static List<Entry> links(
      String folder,
      byte[] program,
      Optional<List<String>> wanted,
      Span at,
      IntFunction<Span> places,
      String origin) {
    List<String> applets = Applets.of(program);
    if (applets.isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D4230, "`" + origin + "` has no applets")
              .at(at)
              .why("busybox has a table of their names, which this program lacks")
              .help("name a package of busybox, such as `busybox-static`"));
    }
    wanted.ifPresent(names -> check(names, applets, places, origin));
    List<Entry> links = new ArrayList<>();
    for (String name : wanted.orElse(applets)) {
      if (!name.equals(NAME)) {
        String path = (folder.equals("/") ? "" : folder) + "/" + name;
        links.add(new Entry(path, new Node.Link(NAME), 0777, 0, 0, origin));
      }
    }
    return links;
  }

  private static void check(
      List<String> names, List<String> applets, IntFunction<Span> places, String origin) {
    List<Diagnostic> errors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!applets.contains(name)) {
        Diagnostic error =
            Diagnostic.error(Code.D4230, "busybox has no applet `" + name + "`")
                .at(places.apply(i))
                .label("not in this busybox")
                .why("`" + origin + "` has " + applets.size() + " applets, and not this one");
        List<String> near = NearestNames.nearest(name, applets);
        for (String other : near) {
          error = error.help("did you mean `" + other + "`?");
        }
        errors.add(
            near.isEmpty()
                ? error.help("leave it out, or take a program for it from a package")
                : error);
      }
    }
    if (!errors.isEmpty()) {
      throw new Failure(errors);
    }
  }
}
