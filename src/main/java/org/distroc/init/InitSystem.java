package org.distroc.init;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A system that a recipe describes.
 *
 * @param file the recipe's name without its folder
 * @param steps all that is done before the services start, in order: mounts, host name, settings,
 *     network, the recipe's steps
 * @param services each after those that it comes after
 * @param signals what process 1 does when it gets a signal, by its name such as {@code SIGINT}
 * @param stopWithin how long processes have to stop when the system ends
 */
public record InitSystem(
    String file,
    List<Step> steps,
    List<Service> services,
    SortedMap<String, Ending> signals,
    Duration stopWithin) {
  /** Copies the collections. */
  public InitSystem {
    steps = List.copyOf(steps);
    services = List.copyOf(services);
    signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
  }

  /** All actions of a kind, with their places. */
  public <A extends Step.Action> Stream<Map.Entry<A, Place>> all(Class<A> kind) {
    return steps.stream()
        .filter(step -> kind.isInstance(step.action()))
        .map(step -> Map.entry(kind.cast(step.action()), step.place()));
  }

  /** All programs that it starts, with their places. */
  public Stream<Map.Entry<Launch, Place>> launches() {
    return Stream.concat(
        all(Step.Action.Run.class).map(run -> Map.entry(run.getKey().launch(), run.getValue())),
        services.stream().map(service -> Map.entry(service.launch(), service.place())));
  }

  /** All that it waits for. */
  public Stream<Awaited> awaited() {
    return Stream.concat(
        all(Step.Action.Await.class).map(await -> await.getKey().awaited()),
        services.stream().flatMap(service -> service.ready().stream()));
  }
}
