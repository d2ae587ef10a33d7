[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x400000"/]
