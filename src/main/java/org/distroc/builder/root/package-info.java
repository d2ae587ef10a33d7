/** The root file system of a build: its archive in the build folder. */
package org.distroc.builder.root;
