[#include "/arch/x86/bios-loader.S.ftl"]
