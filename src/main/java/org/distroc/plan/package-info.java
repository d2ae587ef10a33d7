/**
 * What is to be made and booted, as plain immutable data: the intermediate representation between a
 * recipe and the phases that carry it out.
 */
package org.distroc.plan;
